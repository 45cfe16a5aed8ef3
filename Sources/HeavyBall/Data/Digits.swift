internal import CDataSets

/// 1,797 handwritten digits, images of 8 by 8 pixels from 0 to 16, which travel inside the program.
///
///     let digits = try Digits().read(Double.self)
///     digits.labels[..<3]      // [0, 1, 2]
public struct Digits: LabeledDataSet {
  public static let labelNames = (0...9).map { "\($0)" }

  /// To be named wherever the data goes.
  public static let source = """
    E. Alpaydin, C. Kaynak, "Optical Recognition of Handwritten Digits", 1998, UCI Machine Learning Repository, \
    https://doi.org/10.24432/C50P49, CC BY 4.0
    """

  /// All of them; ``read(_:_:_:)`` selects.
  public init() {}

  /// The pixels as they are, or divided by 16 and centered.
  // Callers in other modules do not see the body: without these it stays generic, eight times slower.
  @specialized(where Number == Double)
  @specialized(where Number == Float)
  public func read<Number: BinaryFloatingPoint & BitwiseCopyable & Sendable>(
    _ type: Number.Type, _ selection: RowSelection = RowSelection(), _ supervision: Supervision = Supervision()
  ) throws -> LabeledRows<Number> {
    try LabeledRows(Records(), selection, scale: selection.isCentered ? 16 : 1, supervision)
  }

  private struct Records: LabeledSource {
    let columns = 64
    let classes = Digits.labelNames.count

    // Unsafe: constants of the program, which are there as long as it runs.
    private var bytes: UnsafeRawBufferPointer {
      UnsafeRawBufferPointer(start: polyak_digits(), count: polyak_digits_length())
    }

    func forEachLabel(_ supervision: Supervision, _ body: (Int) throws -> Bool) throws {
      for start in stride(from: 0, to: bytes.count, by: columns + 1) {
        if try !body(Int(bytes[start])) { return }
      }
    }

    func forEachRun(_ supervision: Supervision, _ body: (UnsafeRawBufferPointer) throws -> Bool) throws {
      _ = try body(bytes)
    }

    var changed: FileFailure { FileFailure(path: "digits.bin", reason: "changed") }
  }
}
