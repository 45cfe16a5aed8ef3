/// CIFAR-10's binary version: 50,000 images of 32 by 32 pixels in 10 classes to train on, and 10,000 to test with.
///
/// A record is a label, 0 to 9, and 3,072 pixels from 0 to 255: red, green and blue, each 32 rows of 32. Five files of
/// 10,000 records, and one for the test: A. Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009,
/// https://www.cs.toronto.edu/~kriz/cifar.html, `cifar-10-binary.tar.gz`.
///
///     let images = try CIFAR10(folder: "cifar-10-batches-bin").read(Float.self)
///     images.columns      // 3072
public struct CIFAR10: LabeledDataSet, Sendable {
  public static let labelNames = [
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
  ]
  public static let source = """
    A. Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009, \
    https://www.cs.toronto.edu/~kriz/cifar.html
    """

  static let pixels = 3072
  static let trainingFiles = (1...5).map { "data_batch_\($0).bin" }
  static let testFiles = ["test_batch.bin"]

  public let folder: FileName
  public let isTest: Bool

  /// - Parameter isTest: The images to test with, and not those to train on.
  public init(folder: String, isTest: Bool = false) { self.init(folder: FileName(folder), isTest: isTest) }

  /// The same, for a name that need not be text.
  public init(folder: FileName, isTest: Bool = false) {
    self.folder = folder
    self.isTest = isTest
  }

  /// The pixels divided by 255, centered where that is asked for.
  ///
  /// A file may have any whole number of records, so that parts of the set are read too; files that a limit leaves
  /// unread need not be there.
  ///
  /// - Throws: ``FileFailure`` where a file is missing, is cut short, or holds something else; what `supervision`
  ///   throws.
  // Callers in other modules do not see the body: without these it stays generic, eight times slower.
  @specialized(where Number == Double)
  @specialized(where Number == Float)
  public func read<Number: BinaryFloatingPoint & BitwiseCopyable & Sendable>(
    _ type: Number.Type, _ selection: RowSelection = RowSelection(), _ supervision: Supervision = Supervision()
  ) throws -> LabeledRows<Number> {
    let files = (isTest ? Self.testFiles : Self.trainingFiles).map { folder + ("/" + $0) }
    return try LabeledRows(CIFARRecords(files: files), selection, scale: 255, supervision)
  }
}
