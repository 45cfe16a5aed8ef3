import CProcesses
import PolyakPlatform
import LuaKit

processes_open_streams()
processes_return_large_blocks()

// Bytes, not text: a file's name need not be UTF-8.
let givenArguments = (0..<Int(CommandLine.argc)).compactMap { CommandLine.unsafeArgv[$0] }.map {
  LuaString(bytes: Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))))
}
exit(Program.run(givenArguments))
