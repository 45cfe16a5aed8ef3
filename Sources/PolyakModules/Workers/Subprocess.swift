internal import CProcesses
internal import PolyakPlatform

/// A program that is run to its end, with its input and output in hand and no file that anybody could find.
enum Subprocess {
  struct Ending {
    let output: [UInt8]
    let errors: [UInt8]
    /// 128 and the signal's number where one ended it.
    let code: Int32
  }

  /// - Parameters:
  ///   - program: A name that is looked for in PATH.
  ///   - poll: Asked ten times a second; what it throws ends the program.
  /// - Returns: Nil where it cannot be started; `errno` says why.
  static func run(_ program: String, _ arguments: [String], input: [UInt8], poll wait: () throws -> Void) throws -> Ending? {
    // Files without names, which go with the process.
    guard let script = tmpfile(), let errors = tmpfile() else { return nil }
    defer {
      fclose(script)
      fclose(errors)
    }
    guard fwrite(input, 1, input.count, script) == input.count, fflush(script) == 0 else { return nil }
    rewind(script)
    for file in [script, errors] { _ = fcntl(fileno(file), F_SETFD, FD_CLOEXEC) }
    var (readEnd, writeEnd): (Int32, Int32) = (-1, -1)
    guard processes_pipe(&readEnd, &writeEnd) else { return nil }
    let output = Descriptor(readEnd)
    let process = spawn(program, arguments, [fileno(script), writeEnd, fileno(errors)])
    let code = errno
    close(writeEnd)
    guard let process else {
      errno = code
      return nil
    }
    var bytes: [UInt8] = []
    do {
      while output.isOpen {
        var polled = pollfd(fd: output.number, events: Int16(POLLIN), revents: 0)
        poll(&polled, 1, 100)
        output.read(to: &bytes)
        try wait()
      }
    } catch {
      kill(process, SIGKILL)
      _ = reap(process)
      throw error
    }
    let status = reap(process)
    return Ending(
      output: bytes, errors: content(of: errors), code: status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F))
  }

  /// Starts it with these descriptors for its streams; nil with `errno` where it cannot be.
  private static func spawn(_ program: String, _ arguments: [String], _ streams: [Int32]) -> pid_t? {
    var process = pid_t()
    errno = PolyakPlatform.spawn(&process, program, arguments, streams: streams)
    return errno == 0 ? process : nil
  }

  private static func reap(_ process: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status
  }

  private static func content(of file: UnsafeMutablePointer<FILE>) -> [UInt8] {
    rewind(file)
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = fread(&block, 1, block.count, file)
      if count == 0 { return bytes }
      bytes += block[..<count]
    }
  }
}
