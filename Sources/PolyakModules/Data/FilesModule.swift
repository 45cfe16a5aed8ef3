import HeavyBall
import LuaKit

internal import PolyakPlatform

private let folder = Parameters.file.described("the folder")

/// `files`: what scripts that write results need and Lua's own library lacks.
let filesModule = Module(
  "files", "Folders for results.",
  functions: [
    Function(
      "make_folder",
      "Makes a folder that files can be written to, and those it is to be in, where they are missing. Returns its name.",
      [folder], returns: .string, example: "files.make_folder(\"/tmp\")  --> /tmp"
    ) { call in
      let path = try call[folder]
      do throws(FolderFailure) { try makeWritableFolder(path) } catch { throw call.error(error.description) }
      return path
    }
  ])

/// What a system call left in `errno`.
struct FolderFailure: Error, CustomStringConvertible {
  let deed: String
  let path: FileName
  let number: Int32

  var description: String { "cannot \(deed) '\(path)': \(String(cString: strerror(number)))" }
}

func makeWritableFolder(_ path: FileName) throws(FolderFailure) {
  if let number = makeFolder(path.bytes[...]) { throw FolderFailure(deed: "make", path: path, number: number) }
  if call(access, path.bytes[...], W_OK | X_OK) != 0 { throw FolderFailure(deed: "write to", path: path, number: errno) }
}

/// Why it could not be made; nil where it is there.
private func makeFolder(_ path: ArraySlice<UInt8>) -> Int32? {
  if isFolder(path) { return nil }
  let slash = UInt8(ascii: "/")
  let name = path.last == slash ? path.dropLast() : path
  if let end = name.lastIndex(of: slash), end > name.startIndex, let number = makeFolder(name[..<end]) { return number }
  // Somebody else may make it at the same time.
  if call(mkdir, path, 0o777) != 0 {
    let number = errno
    if !isFolder(path) { return number == EEXIST ? ENOTDIR : number }
  }
  return nil
}

private func isFolder(_ path: ArraySlice<UInt8>) -> Bool {
  var status = stat()
  return call({ path, _ in stat(path, &status) }, path, 0) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

private func call<Argument>(
  _ function: (UnsafePointer<CChar>, Argument) -> Int32, _ path: ArraySlice<UInt8>, _ argument: Argument
) -> Int32 {
  (path.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { name in
    // It has the NUL at least, so there is an address.
    name.baseAddress.map { function($0, argument) } ?? -1
  }
}
