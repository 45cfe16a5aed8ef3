/// Who factorizes a matrix.
enum FactorizationRoute: Hashable, Sendable {
  case builtIn
  /// The library's LAPACK; what is built in where there is none.
  case library

  /// Small matrices are no reason to load the library: what is built in factorizes 32×32 in the time of a few calls.
  static func of(rows: Int, columns: Int) -> FactorizationRoute {
    min(rows, columns) >= 32 && max(rows, columns) <= Int32.max / 8 ? .library : .builtIn
  }

  /// LAPACK at work for a caller who is asked now and then whether to go on; nil where what is built in is to serve.
  ///
  /// LAPACK asks nobody. So what takes more than some milliseconds is done by a thread of its own; where `poll` throws,
  /// that thread comes to the end of its work unheeded. Products that are made meanwhile share the processors with it.
  ///
  /// - Parameters:
  ///   - operations: about how many, in all.
  ///   - work: nil where LAPACK does not come to an end.
  func run<Result: Sendable>(
    operations: Double, poll: () throws -> Void, _ work: @escaping @Sendable (LAPACK) -> Result?
  ) throws -> Result? {
    guard self == .library, operations > 0, let library = LinearAlgebraLibrary.library, let lapack = library.lapack,
      library.use(operations < 1e7 ? 1 : LinearAlgebraLibrary.threads)
    else { return nil }
    try poll()
    return operations < 1e8 ? work(lapack) : try DetachedWork.run(poll: poll) { work(lapack) }
  }
}
