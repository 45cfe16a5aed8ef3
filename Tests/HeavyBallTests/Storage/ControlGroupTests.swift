import Testing

@testable import HeavyBall

@Suite("The process's control groups")
struct ControlGroupTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    var files: [String: String]
    /// By folder, from the group itself upwards.
    let free: [Int?]
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "version 2, a limit two levels above",
      files: [
        "/proc/self/cgroup": "0::/user/job/step\n",
        "/proc/self/mountinfo": "31 23 0:27 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n",
        "/sys/fs/cgroup/user/job/step/memory.max": "max\n",
        "/sys/fs/cgroup/user/job/step/memory.current": "5000\n",
        "/sys/fs/cgroup/user/memory.max": "1000000\n",
        "/sys/fs/cgroup/user/memory.current": "400000\n",
        "/sys/fs/cgroup/user/memory.stat": "anon 100\nfile 350000\ninactive_file 300000\nactive_file 50000\n",
      ],
      free: [nil, nil, 900000, nil]),
    Case(
      name: "version 2 in a container with a namespace of its own",
      files: [
        "/proc/self/cgroup": "0::/\n",
        "/proc/self/mountinfo": "31 23 0:27 /../../.. /sys/fs/cgroup ro shared:9 master:4 - cgroup2 cgroup rw\n",
        "/sys/fs/cgroup/memory.max": "2000\n", "/sys/fs/cgroup/memory.current": "2500\n",
      ],
      free: [-500]),
    Case(
      name: "version 1 beside version 2, in a container that sees its own folder alone",
      files: [
        "/proc/self/cgroup": "4:cpu,memory:/docker/abc\n3:cpuset:/docker/abc\n0::/system\n",
        "/proc/self/mountinfo":
          "40 31 0:35 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,cpu,memory\n41 31 0:36 / /sys/fs/cgroup/cpuset ro - cgroup cgroup rw,cpuset\n",
        "/sys/fs/cgroup/memory/memory.limit_in_bytes": "1048576\n",
        "/sys/fs/cgroup/memory/memory.usage_in_bytes": "524288\n",
        "/sys/fs/cgroup/memory/memory.stat": "inactive_file 1\ntotal_inactive_file 1000\n",
      ],
      free: [525288]),
    Case(
      name: "version 1 without a limit",
      files: [
        "/proc/self/cgroup": "4:memory:/a:b\n",
        "/proc/self/mountinfo": "40 31 0:35 / /cg rw - cgroup cgroup rw,memory\n",
        "/cg/a:b/memory.limit_in_bytes": "9223372036854771712\n", "/cg/a:b/memory.usage_in_bytes": "7\n",
      ],
      free: [nil, nil]),
    Case(
      name: "a group outside of what is mounted",
      files: [
        "/proc/self/cgroup": "0::/elsewhere/x\n",
        "/proc/self/mountinfo": "31 23 0:27 /mine /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n",
        "/sys/fs/cgroup/memory.max": "300\n", "/sys/fs/cgroup/memory.current": "100\n",
      ],
      free: [200]),
    Case(name: "none", files: [:], free: []),
    Case(
      name: "lines that say nothing",
      files: ["/proc/self/cgroup": "\n:\n0:\n4:memory\n", "/proc/self/mountinfo": "- - -\n1 2\n"],
      free: []),
  ]

  @Test("leave what their limits do, caches that can be dropped counted as free", arguments: cases)
  func free(_ example: Case) {
    let read: ControlGroup.Read = { path in example.files[path] }
    #expect(ControlGroup.all(.memory, read: read).map { $0.free(read: read) } == example.free)
  }

  static let quotas: [(name: String, files: [String: String], affinity: Int, share: Int)] = [
    (
      "version 2, two and a half processors, three above",
      [
        "/proc/self/cgroup": "0::/job/step\n",
        "/proc/self/mountinfo": "31 23 0:27 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n",
        "/sys/fs/cgroup/job/step/cpu.max": "250000 100000\n", "/sys/fs/cgroup/job/cpu.max": "60000 20000\n",
      ], 64, 3
    ),
    (
      "version 2, a quota above of which the group has none",
      [
        "/proc/self/cgroup": "0::/job\n",
        "/proc/self/mountinfo": "31 23 0:27 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n",
        "/sys/fs/cgroup/job/cpu.max": "max 100000\n", "/sys/fs/cgroup/cpu.max": "200000 100000\n",
      ], 8, 2
    ),
    (
      "half a processor",
      [
        "/proc/self/cgroup": "0::/\n", "/proc/self/mountinfo": "31 23 0:27 / /cg rw - cgroup2 cgroup2 rw\n",
        "/cg/cpu.max": "50000 100000\n",
      ], 4, 1
    ),
    (
      "a quota of more than the affinity",
      [
        "/proc/self/cgroup": "0::/\n", "/proc/self/mountinfo": "31 23 0:27 / /cg rw - cgroup2 cgroup2 rw\n",
        "/cg/cpu.max": "1600000 100000\n",
      ], 4, 4
    ),
    (
      "version 1",
      [
        "/proc/self/cgroup": "4:memory:/m\n3:cpu,cpuacct:/docker/abc\n",
        "/proc/self/mountinfo": "40 31 0:35 /docker/abc /cg/cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct\n",
        "/cg/cpu,cpuacct/cpu.cfs_quota_us": "150000\n", "/cg/cpu,cpuacct/cpu.cfs_period_us": "100000\n",
      ], 16, 2
    ),
    (
      "version 1 without a quota",
      [
        "/proc/self/cgroup": "3:cpu:/\n", "/proc/self/mountinfo": "40 31 0:35 / /cg ro - cgroup cgroup rw,cpu\n",
        "/cg/cpu.cfs_quota_us": "-1\n", "/cg/cpu.cfs_period_us": "100000\n",
      ], 16, 16
    ),
    ("files that say nothing", ["/proc/self/cgroup": "0::/\n", "/proc/self/mountinfo": "1 2\n"], 3, 3),
    ("none", [:], 2, 2),
  ]

  @Test("let so many threads run at once as their quota of the processors' time is worth", arguments: quotas.indices)
  func processors(_ i: Int) {
    let example = Self.quotas[i]
    #expect(Processors.share(of: example.affinity) { example.files[$0] } == example.share, "\(example.name)")
  }
}
