/// Inputs in classes: digits, images.
public protocol LabeledDataSet {
  /// What each label stands for, from label 0 on.
  static var labelNames: [String] { get }
  /// Whose work it is, to be named wherever the data goes.
  static var source: String { get }

  /// What is selected, in single or double precision.
  ///
  /// - Throws: ``FileFailure`` where the data is not there or not as it should be; what `supervision` throws.
  func read<Number: BinaryFloatingPoint & BitwiseCopyable & Sendable>(
    _ type: Number.Type, _ selection: RowSelection, _ supervision: Supervision
  ) throws -> LabeledRows<Number>
}
