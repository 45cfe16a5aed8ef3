internal import PolyakPlatform

extension Memory {
  /// The least of what the machine can give without swapping, what the process's limits (`ulimit -v`, `ulimit -d`) leave
  /// it, and what its control groups and its batch job leave it, as containers and batch systems set them. Nil where
  /// nothing says.
  public static var available: Int? {
    ([machineFree, addressSpaceFree, dataFree, jobFree] + ControlGroup.ofProcess.map { $0.free(read: contents) })
      .compactMap { $0 }.min()
  }

  private static var machineFree: Int? {
    guard let text = contents("/proc/meminfo"),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("MemAvailable:") })
    else { return nil }
    return Int(line.drop { !$0.isNumber }.prefix { $0.isNumber }).map { $0 * 1024 }
  }

  private static var addressSpaceFree: Int? { MemoryLimit.addressSpace.bytes.map { $0 - pages(0) } }
  /// What other processes of the job use is not known.
  private static var jobFree: Int? { BatchAllocation.ofProcess.memory.map { $0 - pages(1) } }
  /// Field 6 counts the stack as well, which the limit does not.
  private static var dataFree: Int? { MemoryLimit.data.bytes.map { $0 - pages(5) } }

  /// What the process has, in bytes, by a field of /proc/self/statm.
  private static func pages(_ field: Int) -> Int {
    let fields = contents("/proc/self/statm")?.split(whereSeparator: \.isWhitespace) ?? []
    return (field < fields.count ? Int(fields[field]) ?? 0 : 0) * sysconf(Int32(_SC_PAGESIZE))
  }

  /// A small file's text; nil where it cannot be read.
  static func contents(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 4096)
    while true {
      let got = read(descriptor, &part, part.count)
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { return nil }
      if got == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += part[..<got]
    }
  }
}
