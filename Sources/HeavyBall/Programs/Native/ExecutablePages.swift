internal import CKernels
internal import PolyakPlatform

/// Memory with machine code in it: written first, made executable then, never both at once.
///
/// A system may refuse that (SELinux, PR_SET_MDWE); then there are no such pages, and the interpreter serves.
///
/// Unchecked: the pages do not change once they are made, and may be run by any thread.
final class ExecutablePages: @unchecked Sendable {
  private let start: UnsafeMutableRawPointer
  private let count: Int

  /// Pages that hold the code, nil where the system has no memory or does not let it become code.
  init?(_ code: [UInt8]) {
    let page = sysconf(Int32(_SC_PAGESIZE))
    count = max((code.count + page - 1) / page, 1) * page
    guard let pages = mmap(nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      pages != MAP_FAILED
    else { return nil }
    start = pages
    UnsafeMutableRawBufferPointer(start: pages, count: count).copyBytes(from: code)
    polyak_code_is_written(pages, code.count)
    guard mprotect(pages, count, PROT_READ | PROT_EXEC) == 0 else {
      munmap(pages, count)
      return nil
    }
  }

  deinit { munmap(start, count) }

  /// What is in them, up to the last page's end.
  var bytes: [UInt8] { Array(UnsafeRawBufferPointer(start: start, count: count)) }

  /// The address of a byte of the code.
  func address(of offset: Int) -> UnsafeMutableRawPointer { start + offset }
}
