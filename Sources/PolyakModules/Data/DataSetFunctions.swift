import HeavyBall
import LuaKit

/// The functions that give inputs and labels: `{X, labels, classes, names, source}`.
enum DataSetFunctions {
  private static let limit = Parameter("limit", .positiveInteger, "the first so many rows alone").optional
  private static let classes = Parameter(
    "classes", ParameterType<LuaTable>.table.named("table of integers", annotation: "integer[]"),
    "rows with these labels alone, which then become their places in this list, from 0"
  ).optional
  private static let center = Parameter(
    "center", .boolean, "divide by 16, and subtract each column's mean over the rows", default: false)
  private static let centerPixels = center.described("subtract each pixel's mean over the rows")
  private static let largePrecision = Parameters.precision.described(
    "\"f64\": X is a Matrix; \"f32\": a FloatMatrix, 614 MB for all of 50,000 rows")
  private static let folder = Parameter("dir", .path, "the folder, cifar-10-batches-bin")
  private static let isTest = Parameter(
    "test", .boolean, "read test_batch.bin, and not the images to train on", default: false)

  static let digits = Function(
    "digits",
    "1797 handwritten digits of 8 by 8 pixels: {X = a row of 64 numbers from 0 to 16 for each, labels = a table of "
      + "integers from 0 to 9, classes = 10, source}. " + Digits.source + ".",
    [], options: [limit, classes, center, Parameters.precision], returns: .table,
    example: "#data.digits().labels  --> 1797"
  ) { call in try read(Digits(), center: center, precision: Parameters.precision, call) }

  static let cifar10 = Function(
    "cifar10",
    "CIFAR-10 from the folder of its binary version (cifar-10-binary.tar.gz from www.cs.toronto.edu/~kriz/cifar.html): "
      + "{X = a row of 3072 pixels from 0 to 1 for each image, red, green and blue, each 32 rows of 32; labels = a "
      + "table of integers from 0 to 9, classes, names, source}. Reads data_batch_1.bin to data_batch_5.bin as far as "
      + "they are needed. Each may have any whole number of records of 3073 bytes. Tested on files made to this "
      + "layout; the data set itself was not at hand.",
    [folder], options: [isTest, limit, classes, centerPixels, largePrecision], returns: .table,
    example: """
      folder = os.tmpname()
      os.remove(folder)
      files.make_folder(folder)
      io.open(folder .. "/data_batch_1.bin", "wb"):write("\\3", ("\\255"):rep(3072)):close()
      cats = data.cifar10(folder, {limit = 1})
      os.remove(folder .. "/data_batch_1.bin")
      os.remove(folder)
      cats.names[cats.labels[1] + 1]  --> cat
      """
  ) { call in
    let images = CIFAR10(folder: try call[folder], isTest: try call[isTest])
    return try read(images, center: centerPixels, precision: largePrecision, call)
  }

  private static func read(
    _ set: some LabeledDataSet, center: Parameter<Bool>, precision: Parameter<Precision>, _ call: Call
  ) throws -> LuaTable {
    let selection = RowSelection(
      limit: try call[limit], classes: try chosenClasses(set, call), isCentered: try call[center])
    return try call.handlingFiles {
      if try call[precision] == .single {
        let rows = try set.read(Float.self, selection, call.supervision("reading images"))
        let inputs = FloatMatrix(rows: rows.labels.count, columns: rows.columns, elements: rows.inputs)
        return try table(set, .object(FloatMatrixObject(inputs)), rows.labels, selection, call.state)
      }
      let rows = try set.read(Double.self, selection, call.supervision("reading images"))
      let inputs = Matrix(rows: rows.labels.count, columns: rows.columns, elements: rows.inputs)
      return try table(set, .object(MatrixObject(inputs)), rows.labels, selection, call.state)
    }
  }

  private static func table<DataSet: LabeledDataSet>(
    _ set: DataSet, _ inputs: LuaValue, _ labels: [Int], _ selection: RowSelection, _ state: LuaState
  ) throws -> LuaTable {
    let names = selection.classes?.map { DataSet.labelNames[$0] } ?? DataSet.labelNames
    let table = state.makeTable(fields: 5)
    try table.set("X", inputs)
    try table.set("labels", labels)
    try table.set("classes", names.count)
    try table.set("names", names)
    try table.set("source", DataSet.source)
    return table
  }

  private static func chosenClasses<DataSet: LabeledDataSet>(_ set: DataSet, _ call: Call) throws -> [Int]? {
    guard let table = try call[classes] else { return nil }
    var chosen: [Int] = []
    for i in 0..<table.count {
      let highest = DataSet.labelNames.count - 1
      guard let label = table[i + 1].integer, (0...highest).contains(label), !chosen.contains(label) else {
        throw call.fault(
          at: classes, "\(i + 1)",
          complaint: "must be an integer in [0, \(highest)] that is not there before, got \(table[i + 1].briefly)")
      }
      chosen.append(label)
    }
    if chosen.isEmpty { throw call.fault(at: classes, complaint: "must hold at least one label") }
    return chosen
  }
}
