internal import PolyakPlatform
internal import Synchronization

/// A loaded OpenBLAS, or another library with C's interface to BLAS: its functions, and how many threads it uses.
///
/// Its own threads are for LAPACK alone: a setting of the whole library, changed only where another number is wanted than
/// the last time. A product made in one thread while another factorizes may so be split among them.
final class OpenBLAS: Sendable {
  /// CBLAS's int is 32 bits wide in the libraries that are looked for. Enumerations are ints.
  typealias MatrixProductFunction =
    @convention(c) (
      Int32, Int32, Int32, Int32, Int32, Int32, Double, UnsafePointer<Double>, Int32, UnsafePointer<Double>, Int32,
      Double, UnsafeMutablePointer<Double>, Int32
    ) -> Void
  /// The same of singles.
  typealias SingleProductFunction =
    @convention(c) (
      Int32, Int32, Int32, Int32, Int32, Int32, Float, UnsafePointer<Float>, Int32, UnsafePointer<Float>, Int32,
      Float, UnsafeMutablePointer<Float>, Int32
    ) -> Void

  private let dgemm: MatrixProductFunction
  private let sgemm: SingleProductFunction
  private let setThreads: (@convention(c) (Int32) -> Void)?
  private let usedThreads = Atomic<Int>(1)

  /// Its factorizations, where it has them.
  let lapack: LAPACK?

  /// "OpenBLAS 0.3.21", or the file's name.
  let name: String
  /// "SkylakeX", where the library says it.
  let core: String?
  /// How many threads there may be.
  let threads: Int

  /// The library behind a handle of `dlopen`, which has just been loaded with one thread.
  ///
  /// - Parameter path: What it was opened as.
  /// - Parameter threads: How many threads the user wants; nil for ``Threads/count``.
  init(handle: UnsafeMutableRawPointer, path: String, threads wanted: Int?) throws(LibraryProblem) {
    // Each cast says what the function's C declaration says (cblas.h of OpenBLAS 0.3).
    func symbol<F>(_ name: String, as type: F.Type) -> F? { dlsym(handle, name).map { unsafeBitCast($0, to: type) } }
    guard let dgemm = symbol("cblas_dgemm", as: MatrixProductFunction.self) else {
      throw .missingSymbol("cblas_dgemm", path)
    }
    guard let sgemm = symbol("cblas_sgemm", as: SingleProductFunction.self) else {
      throw .missingSymbol("cblas_sgemm", path)
    }
    (self.dgemm, self.sgemm) = (dgemm, sgemm)
    lapack = LAPACK(handle: handle)
    typealias TextFunction = @convention(c) () -> UnsafePointer<CChar>?
    typealias NumberFunction = @convention(c) () -> Int32
    let text = { (name: String) in symbol(name, as: TextFunction.self)?().map { String(cString: $0) } }
    let number = { (name: String) in symbol(name, as: NumberFunction.self).map { Int($0()) } }
    let configuration = (text("openblas_get_config") ?? "").split(separator: " ")
    name =
      configuration.count > 1 && configuration[0] == "OpenBLAS"
      ? "OpenBLAS \(configuration[1])" : path.split(separator: "/").last.map(String.init) ?? path
    core = text("openblas_get_corename")
    setThreads = symbol("openblas_set_num_threads", as: (@convention(c) (Int32) -> Void).self)
    // 0 is without threads, 2 is OpenMP, whose threads are lost in a forked process and waited for in vain.
    if setThreads != nil, number("openblas_get_parallel") == 1 {
      let most = configuration.lazy.compactMap { $0.hasPrefix("MAX_THREADS=") ? Int($0.dropFirst(12)) : nil }.first
      threads = max(1, min(wanted ?? Threads.count, most ?? .max))
    } else {
      threads = 1
    }
    setThreads?(1)
  }

  /// A panel of C = op(A)·op(B), by the caller's thread.
  ///
  /// - Precondition: ``use(_:)`` has said yes to one thread; no size is 0, and all are below 2³¹.
  func multiply(
    _ shape: MatrixProductShape, _ panel: MatrixPanel, _ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>,
    into result: UnsafeMutablePointer<Double>
  ) {
    dgemm(
      rowMajor, transposing(shape.transposeLeft), transposing(shape.transposeRight), Int32(panel.rows.count),
      Int32(panel.columns.count), Int32(shape.inner), 1, left + shape.start(ofLeft: panel), Int32(shape.leftRow),
      right + shape.start(ofRight: panel), Int32(shape.rightRow), 0, result + shape.start(of: panel), Int32(shape.columns))
  }

  /// The same of singles.
  func multiply(
    _ shape: MatrixProductShape, _ panel: MatrixPanel, _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>,
    into result: UnsafeMutablePointer<Float>
  ) {
    sgemm(
      rowMajor, transposing(shape.transposeLeft), transposing(shape.transposeRight), Int32(panel.rows.count),
      Int32(panel.columns.count), Int32(shape.inner), 1, left + shape.start(ofLeft: panel), Int32(shape.leftRow),
      right + shape.start(ofRight: panel), Int32(shape.rightRow), 0, result + shape.start(of: panel), Int32(shape.columns))
  }

  /// Whether there is room for a thread; then as many as are wanted, or as there is room for, serve what follows.
  func use(_ wanted: Int) -> Bool {
    let count = OpenBLASRoom.threads(atMost: wanted)
    guard count > 0 else { return false }
    guard usedThreads.load(ordering: .relaxed) != count else { return true }
    usedThreads.store(count, ordering: .relaxed)
    setThreads?(Int32(count))
    return true
  }
}

/// CblasRowMajor; CblasTrans and CblasNoTrans.
private let rowMajor: Int32 = 101
private func transposing(_ flag: Bool) -> Int32 { flag ? 112 : 111 }
