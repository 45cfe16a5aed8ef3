#if canImport(Glibc)
@_exported import Glibc
#elseif canImport(Musl)
@_exported import Musl
#elseif canImport(Darwin)
@_exported import Darwin
#endif

// The system's C library, whichever it is, and what has another name on another system. Linux with glibc is where all of this was
// built and tried; what stands here for Musl and Darwin has not been.

extension sigaction {
  /// What a signal calls, where it calls something.
  public var handler: (@convention(c) (Int32) -> Void)? {
    get {
      #if canImport(Glibc)
      __sigaction_handler.sa_handler
      #elseif canImport(Musl)
      __sa_handler.sa_handler
      #else
      __sigaction_u.__sa_handler
      #endif
    }
    set {
      #if canImport(Glibc)
      __sigaction_handler.sa_handler = newValue
      #elseif canImport(Musl)
      __sa_handler.sa_handler = newValue
      #else
      __sigaction_u.__sa_handler = newValue
      #endif
    }
  }
}

extension fd_set {
  /// The set of one descriptor, below 32.
  public init(_ descriptor: Int32) {
    self.init()
    #if canImport(Glibc)
    __fds_bits.0 = 1 << descriptor
    #else
    fds_bits.0 = 1 << descriptor
    #endif
  }
}

/// Columns and rows of the terminal behind a descriptor; nil where there is none, or it does not say.
public func terminalSize(_ descriptor: Int32) -> (columns: Int, rows: Int)? {
  var size = winsize()
  guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
  return (Int(size.ws_col), Int(size.ws_row))
}

/// Pixels of a cell of the terminal behind a descriptor; nil where there is none, or it does not say.
public func terminalCell(_ descriptor: Int32) -> (width: Int, height: Int)? {
  var size = winsize()
  guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return nil }
  let cell = (width: Int(size.ws_xpixel / size.ws_col), height: Int(size.ws_ypixel / size.ws_row))
  return cell.width > 0 && cell.height > 0 ? cell : nil
}

/// A limit of the process's, in bytes, as `ulimit -v` and `ulimit -d` set them; nil where there is none.
public enum MemoryLimit {
  case addressSpace, data

  public var bytes: Int? {
    var limit = rlimit()
    #if canImport(Glibc)
    let resource = __rlimit_resource_t((self == .data ? RLIMIT_DATA : RLIMIT_AS).rawValue)
    #else
    let resource = self == .data ? RLIMIT_DATA : RLIMIT_AS
    #endif
    guard getrlimit(resource, &limit) == 0, limit.rlim_cur < UInt(Int.max) else { return nil }
    return Int(limit.rlim_cur)
  }
}

/// Starts a program with these descriptors for its first streams, found as a shell finds it, with the caller's environment: 0 or
/// an error's number.
public func spawn(_ process: inout pid_t, _ program: String, _ arguments: [String], streams: [Int32]) -> Int32 {
  #if canImport(Darwin)
  var actions: posix_spawn_file_actions_t?
  let environment = _NSGetEnviron().pointee
  #else
  var actions = posix_spawn_file_actions_t()
  let environment = environ
  #endif
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  for (i, descriptor) in streams.enumerated() { posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(i)) }
  let argv = ([program] + arguments).map { strdup($0) } + [nil]
  defer { for argument in argv { free(argument) } }
  return posix_spawnp(&process, program, &actions, nil, argv, environment)
}
