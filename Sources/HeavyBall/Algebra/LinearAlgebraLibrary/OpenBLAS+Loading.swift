internal import PolyakPlatform

/// Why there is no library.
enum LibraryProblem: Error, Equatable {
  case switchedOff
  case notFound
  /// What `dlopen` says of a library that the user named.
  case cannotOpen(String)
  case missingSymbol(String, String)

  var description: String {
    switch self {
    case .switchedOff: "\(OpenBLAS.setting)=0"
    case .notFound: "OpenBLAS not found; Debian: libopenblas0-pthread"
    case .cannotOpen(let message): "\(OpenBLAS.setting): \(message)"
    case .missingSymbol(let symbol, let path): "\(path) has no \(symbol)"
    }
  }
}

extension OpenBLAS {
  /// The environment variable that switches the library off, `0`, or names the file to load.
  static let setting = "POLYAK_BLAS"

  /// Where Debian has it: what the administrator chose, then the variants by their own folders.
  static let usualPaths: [String] = {
    #if arch(x86_64)
    let folder = "/usr/lib/x86_64-linux-gnu"
    #elseif arch(arm64)
    let folder = "/usr/lib/aarch64-linux-gnu"
    #else
    let folder = "/usr/lib"
    #endif
    return ["libopenblas.so.0"]
      + ["pthread", "serial"].map { "\(folder)/openblas-\($0)/libopenblas.so.0" }
  }()

  /// Loads the library that the environment asks for, with the kernels that suit the processor.
  ///
  /// It comes up with one thread: products are split among threads of our own, see ``Threads``, since the library's wait
  /// for work by looking for it, beside whoever computes. LAPACK's factorizations start the library's own, which have to
  /// be stopped before every `fork` (OpenBLAS does it, by handlers of its own).
  ///
  /// OpenBLAS reads its settings when it is loaded, and from the environment alone. They are set for that moment and
  /// then put back, so that programs started from here do not inherit them. The hazard: the environment belongs to the
  /// whole process, and where another thread of a host reads or writes it (`getenv`, `setenv`) at that moment, behaviour
  /// is undefined, as with any `setenv`. Such a host asks for ``LinearAlgebraLibrary/description`` before it starts
  /// threads. OPENBLAS_CORETYPE is left alone where the user has set it.
  ///
  /// A fork of the process has the library but no threads; OpenBLAS starts new ones at the first factorization there
  /// that is worth it, unless ``Threads/limit(to:)`` has been called.
  static func load() throws(LibraryProblem) -> OpenBLAS {
    let choice = variable(setting).flatMap { $0.isEmpty ? nil : $0 }
    if choice == "0" { throw .switchedOff }
    let core = variable("OPENBLAS_CORETYPE") ?? ""
    var temporary: [String: String] = [:]
    if core.isEmpty { temporary["OPENBLAS_CORETYPE"] = ProcessorFeatures.current.openBLASCoreType }
    let wanted = wantedThreads(variable)
    if wanted != 1 { temporary["OPENBLAS_NUM_THREADS"] = "1" }
    return try withVariables(temporary) { () throws(LibraryProblem) in
      for path in choice.map({ [$0] }) ?? usualPaths {
        // Local: BLAS has the same names everywhere, and a host's own is not to be replaced.
        guard let handle = dlopen(path, RTLD_LAZY | RTLD_LOCAL) else { continue }
        do throws(LibraryProblem) {
          return try OpenBLAS(handle: handle, path: path, threads: wanted)
        } catch {
          dlclose(handle)
          throw error
        }
      }
      if choice != nil { throw .cannotOpen(dlerror().map { String(cString: $0) } ?? "not opened") }
      throw .notFound
    }
  }

  /// How many threads OpenBLAS would take from its own variables, nil where none says.
  static func wantedThreads(_ variable: (String) -> String?) -> Int? {
    for name in ["OPENBLAS_NUM_THREADS", "GOTO_NUM_THREADS", "OMP_NUM_THREADS"] {
      if let count = variable(name).flatMap(Int.init), count > 0 { return count }
    }
    return nil
  }

  private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  private static func withVariables<Result>(
    _ values: [String: String], _ body: () throws(LibraryProblem) -> Result
  ) throws(LibraryProblem) -> Result {
    let before = values.keys.map { ($0, variable($0)) }
    for (name, value) in values { setenv(name, value, 1) }
    defer {
      for (name, value) in before {
        if let value { setenv(name, value, 1) } else { unsetenv(name) }
      }
    }
    return try body()
  }
}
