import PolyakPlatform

// What libFuzzer calls. The program's first argument is a target's name, the others are libFuzzer's; scripts/fuzz gives them.

private nonisolated(unsafe) var chosen: Target?

@c(LLVMFuzzerInitialize)
public func initialize(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>
) -> Int32 {
  // A process that libFuzzer starts for another has the name in its environment.
  if let inherited = getenv("POLYAK_FUZZ_TARGET") {
    chosen = Target.all.first { $0.name == String(cString: inherited) }
    return 0
  }
  let name = count.pointee > 1 ? arguments.pointee[1].map { String(cString: $0) } : nil
  guard let target = Target.all.first(where: { $0.name == name }) else {
    for target in Target.all {
      print("  \(target.name)\(String(repeating: " ", count: 12 - target.name.count))\(target.summary)")
    }
    exit(name == "--list" ? 0 : 2)
  }
  chosen = target
  setenv("POLYAK_FUZZ_TARGET", target.name, 1)
  // In the name's place, before a limit that is given.
  arguments.pointee[1] = strdup("-max_len=\(target.limit)")
  return 0
}

/// An input; what is wrong with it is said, and ends the program.
@c(LLVMFuzzerTestOneInput)
public func test(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let complaint: String?
  do { complaint = try chosen?.complaint(Array(UnsafeBufferPointer(start: data, count: count))) } catch { complaint = "\(error)" }
  guard let complaint else { return 0 }
  let text = Array("\(chosen?.name ?? ""): \(complaint)\n".utf8)
  _ = write(STDERR_FILENO, text, text.count)
  abort()
}
