import LuaKit

internal import Glibc

/// `files`: what scripts that write results need and Lua's own library lacks.
let filesModule = Module(
  "files", "Folders for results.",
  functions: [
    Function(
      "make_folder", "Makes a folder that files can be written to, and those it is to be in, where they are missing. Returns its name.",
      .positional("path", .string, "the folder"), returns: .string, example: "files.make_folder(\"/tmp\")  --> /tmp"
    ) { call in
      let path = try call.path("path")
      do throws(SystemError) {
        try makeFolder(path)
        if access(path, W_OK | X_OK) != 0 { throw SystemError(deed: "write to", number: errno) }
      } catch {
        throw call.error("cannot \(error.deed) '\(path)': \(String(cString: strerror(error.number)))")
      }
      return path
    }
  ])

/// What a system call left in `errno`.
private struct SystemError: Error {
  var deed = "make"
  let number: Int32
}

private func makeFolder(_ path: String) throws(SystemError) {
  if isFolder(path) { return }
  let name = path.last == "/" ? path.dropLast() : path[...]
  if let slash = name.lastIndex(of: "/"), slash > name.startIndex { try makeFolder(String(name[..<slash])) }
  // Somebody else may make it at the same time.
  if mkdir(path, 0o777) != 0 {
    let number = errno
    if !isFolder(path) { throw SystemError(number: number == EEXIST ? ENOTDIR : number) }
  }
}

private func isFolder(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}
