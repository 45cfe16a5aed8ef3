/// A control group that limits the process's memory or its processors' time, of version 1 or 2 (the kernel's
/// admin-guide/cgroup-v1/memory.rst, scheduler/sched-bwc.rst and admin-guide/cgroup-v2.rst): a folder with the limit and the
/// use in files. Each level up to the root has limits of its own.
struct ControlGroup: Hashable, Sendable {
  let folder: String
  let isVersion2: Bool

  typealias Read = (_ path: String) -> String?

  /// What is limited; of version 1 each has a hierarchy of its own.
  enum Controller: String {
    case memory
    case processors = "cpu"
  }

  /// Those of this process whose memory had a limit when first asked for.
  static let ofProcess = all(.memory, read: Memory.contents).filter { $0.limit(read: Memory.contents) != nil }

  /// What the limit leaves, caches that can be dropped counted as free; nil without a limit.
  func free(read: Read) -> Int? {
    guard let limit = limit(read: read),
      let used = read("\(folder)/\(isVersion2 ? "memory.current" : "memory.usage_in_bytes")").flatMap(number)
    else { return nil }
    let statistics = read("\(folder)/memory.stat") ?? ""
    let name = isVersion2 ? "inactive_file " : "total_inactive_file "
    let cache = statistics.split(separator: "\n").first { $0.hasPrefix(name) }.flatMap {
      number(String($0.dropFirst(name.count)))
    }
    return limit - used + (cache ?? 0)
  }

  /// Version 1 says "no limit" by a number near 2⁶³, version 2 by "max".
  func limit(read: Read) -> Int? {
    guard let limit = read("\(folder)/\(isVersion2 ? "memory.max" : "memory.limit_in_bytes")").flatMap(number), limit < 1 << 60
    else { return nil }
    return limit
  }

  /// How many processors' time the group has: a quota of time in each period; nil without a limit.
  func processors(read: Read) -> Double? {
    let parts =
      isVersion2
      ? read("\(folder)/cpu.max").map { $0.split(whereSeparator: \.isWhitespace).map { Int($0) } }
      : [read("\(folder)/cpu.cfs_quota_us"), read("\(folder)/cpu.cfs_period_us")].map { $0.flatMap(number) }
    // Version 1 says "no limit" by -1, version 2 by "max".
    guard let parts, parts.count == 2, let quota = parts[0], let period = parts[1], quota > 0, period > 0 else { return nil }
    return Double(quota) / Double(period)
  }

  /// The groups of this process that limit something, each with those above it.
  static func all(_ controller: Controller, read: Read) -> [ControlGroup] {
    guard let memberships = read("/proc/self/cgroup"), let mounts = read("/proc/self/mountinfo") else { return [] }
    return memberships.split(separator: "\n").flatMap { line -> [ControlGroup] in
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { return [] }
      let isVersion2 = fields[0] == "0" && fields[1].isEmpty
      guard isVersion2 || fields[1].split(separator: ",").contains(Substring(controller.rawValue)),
        let mount = Mount.find(controller, isVersion2: isVersion2, in: mounts)
      else { return [] }
      return mount.folders(of: String(fields[2])).map { ControlGroup(folder: $0, isVersion2: isVersion2) }
    }
  }

  /// Where a hierarchy is mounted, and which of its folders is the mounted one.
  private struct Mount {
    let point: String
    let root: String

    /// A line is "ID PARENT DEVICE ROOT POINT OPTIONS [TAGS] - TYPE SOURCE OPTIONS" (proc(5)).
    static func find(_ controller: Controller, isVersion2: Bool, in mounts: String) -> Mount? {
      for line in mounts.split(separator: "\n") {
        let fields = line.split(separator: " ")
        guard let separator = fields.firstIndex(of: "-"), separator >= 5, fields.count > separator + 3 else { continue }
        let options = fields[separator + 3].split(separator: ",")
        let fits =
          isVersion2
          ? fields[separator + 1] == "cgroup2"
          : fields[separator + 1] == "cgroup" && options.contains(Substring(controller.rawValue))
        if fits { return Mount(point: String(fields[4]), root: String(fields[3])) }
      }
      return nil
    }

    /// The folder of a group and those above it as far as they are mounted. In a container the group's own path may lie
    /// outside of what is mounted, which then is the group itself.
    func folders(of path: String) -> [String] {
      var below = path.split(separator: "/")
      let top = root.split(separator: "/")
      below = below.starts(with: top) ? Array(below.dropFirst(top.count)) : []
      return (0...below.count).map { ([point] + below.prefix($0).map(String.init)).joined(separator: "/") }.reversed()
    }
  }
}

private func number(_ text: String) -> Int? { Int(text.prefix { !$0.isWhitespace }) }
