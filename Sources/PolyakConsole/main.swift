import Glibc
import LuaKit

// Bytes, not text: a file's name need not be UTF-8.
let arguments = (0..<Int(CommandLine.argc)).compactMap { CommandLine.unsafeArgv[$0] }.map {
  LuaString(bytes: Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))))
}
exit(Program.run(arguments))
