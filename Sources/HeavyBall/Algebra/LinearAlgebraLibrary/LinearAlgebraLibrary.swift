/// The library that makes large matrix products: OpenBLAS where it is installed, or else what is built in.
///
/// It is loaded the first time a product is large enough to gain by it. The environment variable `POLYAK_BLAS` chooses:
/// `0` for the built-in kernels, or the path of a library with C's interface to BLAS.
///
/// What can be relied on: which kernel makes a product, and in which panels, depends on its size alone, not on what was
/// computed before, nor on the number of threads. So one machine and one library give the same bits every time. The
/// built-in kernels give the same bits on every processor. OpenBLAS's fuse multiplications with additions and add up in
/// blocks: they differ from the built-in ones, and from one processor to another, in the last bits. Where the process has
/// no room for what the library takes, some 160 MB of address space a thread, one thread or the built-in kernels serve.
public enum LinearAlgebraLibrary {
  /// What is in use, loading it where that has not been done yet.
  ///
  ///     LinearAlgebraLibrary.description    // "OpenBLAS 0.3.21, SkylakeX kernels, 2 threads"
  public static var description: String {
    switch loaded {
    case .failure(let problem): "built-in kernels (\(problem.description))"
    case .success(let library):
      ([library.name] + (library.core.map { ["\($0) kernels"] } ?? [])
        + [counted(threads, "thread")]).joined(separator: ", ")
    }
  }

  /// How many threads the panels of a large product, or LAPACK's work, are split among at most; 0 without a library.
  static var threads: Int { library.map { min($0.threads, Threads.count) } ?? 0 }

  /// How many threads may make products at once: all where there is room for what the library takes, else one. Without a
  /// library nothing holds them back.
  static var usableThreads: Int {
    if library == nil { return .max }
    let count = threads
    return OpenBLASRoom.threads(atMost: count) >= count ? count : 1
  }

  /// Loaded once, when first asked for.
  static let loaded: Result<OpenBLAS, LibraryProblem> = {
    do throws(LibraryProblem) { return .success(try OpenBLAS.load()) } catch { return .failure(error) }
  }()

  static let library: OpenBLAS? = try? loaded.get()
}
