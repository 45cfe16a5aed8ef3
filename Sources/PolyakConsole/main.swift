import Glibc
import LuaKit

// Large blocks go back to the system when they are freed: by default each that is freed makes the next ones stay.
mallopt(M_MMAP_THRESHOLD, 1 << 20)

// Bytes, not text: a file's name need not be UTF-8.
let arguments = (0..<Int(CommandLine.argc)).compactMap { CommandLine.unsafeArgv[$0] }.map {
  LuaString(bytes: Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))))
}
exit(Program.run(arguments))
