/// A drawing as a PDF, a PNG or sixels, by Cairo.
struct CairoDrawing {
  enum Kind: String {
    case pdf, png, sixel
  }

  struct Failure: Error {
    let reason: String
  }

  let kind: Kind
  /// Of the file: points of a PDF, pixels of the others.
  let width: Double
  let height: Double
  /// What a unit of the commands is there.
  let scale: Double
  let title: String
  let notes: String
  let commands: [UInt8]

  /// The file's bytes.
  func render(by cairo: Cairo) throws -> [UInt8] {
    let sink = ByteSink()
    // Cairo writes until the surface is finished, which is before the sink goes.
    let closure = Unmanaged.passUnretained(sink).toOpaque()
    let surface =
      switch kind {
      case .pdf: cairo.pdfCreate(ByteSink.write, closure, width, height)
      case .png, .sixel: cairo.imageCreate(Self.opaqueFormat, Int32(width), Int32(height))
      }
    defer {
      cairo.surfaceDestroy(surface)
      withExtendedLifetime(sink) {}
    }
    guard cairo.surfaceStatus(surface) == 0 else { throw Failure(reason: "Cairo refuses a picture of this size") }
    if kind == .pdf {
      cairo.pdfSetMetadata(surface, Self.titleField, title)
      if !notes.isEmpty { cairo.pdfSetMetadata(surface, Self.subjectField, notes) }
      // Equal pictures are equal files: none says when it was made.
      cairo.pdfSetMetadata(surface, Self.dateField, "")
    }
    let context = cairo.create(surface)
    defer { cairo.destroy(context) }
    cairo.setColor(context, 1, 1, 1, 1)
    cairo.paint(context)
    cairo.scale(context, scale, scale)
    try draw(cairo, context)
    guard cairo.status(context) == 0 else { throw Failure(reason: "Cairo failed (status \(cairo.status(context)))") }
    if kind == .sixel {
      guard let sixel = Self.pixels(of: surface, cairo) else { throw Failure(reason: "Cairo has no pixels") }
      return sixel.bytes
    }
    let written = kind == .png ? cairo.writePNG(surface, ByteSink.write, closure) : 0
    cairo.surfaceFinish(surface)
    guard written == 0, cairo.surfaceStatus(surface) == 0 || kind == .png else { throw Failure(reason: "Cairo failed") }
    return sink.bytes
  }

  /// What an image holds: a row is as many bytes as its stride says, a pixel a number of 32 bits, the upper eight without use.
  private static func pixels(of surface: Cairo.Object?, _ cairo: Cairo) -> Sixel? {
    cairo.surfaceFlush(surface)
    let width = Int(cairo.imageWidth(surface)), height = Int(cairo.imageHeight(surface))
    guard let data = cairo.imageData(surface), width > 0, height > 0 else { return nil }
    let stride = Int(cairo.imageStride(surface))
    var pixels: [UInt32] = []
    pixels.reserveCapacity(width * height)
    // The surface holds height rows of the stride's length until it is destroyed.
    let bytes = UnsafeRawBufferPointer(start: data, count: stride * height)
    for row in 0..<height {
      for column in 0..<width {
        pixels.append(bytes.load(fromByteOffset: row * stride + 4 * column, as: UInt32.self) & 0xFF_FFFF)
      }
    }
    return Sixel(width: width, height: height, pixels: pixels)
  }

  private func draw(_ cairo: Cairo, _ context: Cairo.Object?) throws {
    var reader = DrawingCommands(commands)
    func color() throws {
      cairo.setColor(context, try reader.number(), try reader.number(), try reader.number(), try reader.number())
    }
    while let command = reader.next() {
      switch Character(Unicode.Scalar(command)) {
      case "M": cairo.moveTo(context, try reader.number(), try reader.number())
      case "L": cairo.lineTo(context, try reader.number(), try reader.number())
      case "C":
        cairo.curveTo(
          context, try reader.number(), try reader.number(), try reader.number(), try reader.number(), try reader.number(),
          try reader.number())
      case "Z": cairo.closePath(context)
      case "n": cairo.newPath(context)
      case "f":
        try color()
        cairo.setFillRule(context, Int32(try reader.count()))
        cairo.fillPreserve(context)
      case "s":
        try color()
        cairo.setLineWidth(context, try reader.number())
        cairo.setLineCap(context, Int32(try reader.count()))
        cairo.setLineJoin(context, Int32(try reader.count()))
        let dashes = try reader.numbers()
        cairo.setDash(context, dashes, Int32(dashes.count), 0)
        cairo.strokePreserve(context)
      case "q": cairo.save(context)
      case "Q": cairo.restore(context)
      case "t": cairo.translate(context, try reader.number(), try reader.number())
      case "r": cairo.rotate(context, try reader.number())
      case "z": cairo.scale(context, try reader.number(), try reader.number())
      case "T":
        try color()
        cairo.setFontSize(context, try reader.number())
        cairo.selectFont(context, String(decoding: try reader.data(), as: UTF8.self), 0, 0)
        cairo.moveTo(context, 0, 0)
        cairo.showText(context, String(decoding: try reader.data(), as: UTF8.self))
        cairo.newPath(context)
      case "i":
        let isSharp = try reader.count() == 1
        try paint(cairo, context, reader.data(), isSharp: isSharp)
      default: throw DrawingCommands.Flaw()
      }
    }
  }

  /// A PNG over the unit square.
  private func paint(_ cairo: Cairo, _ context: Cairo.Object?, _ png: ArraySlice<UInt8>, isSharp: Bool) throws {
    let source = ByteSource(png)
    let image = withExtendedLifetime(source) {
      // It is read before the call returns.
      cairo.imageFromPNG(ByteSource.read, Unmanaged.passUnretained(source).toOpaque())
    }
    defer { cairo.surfaceDestroy(image) }
    guard cairo.surfaceStatus(image) == 0 else { throw Failure(reason: "Cairo cannot read an image") }
    cairo.save(context)
    cairo.scale(context, 1 / Double(max(1, cairo.imageWidth(image))), 1 / Double(max(1, cairo.imageHeight(image))))
    cairo.setSource(context, image, 0, 0)
    if isSharp { cairo.setFilter(cairo.source(context), Self.nearest) }
    cairo.paint(context)
    cairo.restore(context)
  }

  // Of cairo.h: CAIRO_FORMAT_RGB24, CAIRO_FILTER_NEAREST; of cairo-pdf.h: CAIRO_PDF_METADATA_TITLE, _SUBJECT, _CREATE_DATE.
  private static let opaqueFormat: Int32 = 1
  private static let nearest: Int32 = 3
  private static let titleField: Int32 = 0
  private static let subjectField: Int32 = 2
  private static let dateField: Int32 = 5
}

/// Bytes that a C library writes.
private final class ByteSink {
  var bytes: [UInt8] = []

  static let write: Cairo.Writer = { closure, data, count in
    guard let closure else { return 1 }
    // Whoever gave the pointer holds the object.
    let sink = Unmanaged<ByteSink>.fromOpaque(closure).takeUnretainedValue()
    sink.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
    return 0
  }
}

/// Bytes that a C library reads.
private final class ByteSource {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  static let read: Cairo.Reader = { closure, data, count in
    guard let closure, let data else { return 1 }
    // Whoever gave the pointer holds the object.
    let source = Unmanaged<ByteSource>.fromOpaque(closure).takeUnretainedValue()
    let taken = source.rest.prefix(Int(count))
    // CAIRO_STATUS_READ_ERROR
    guard taken.count == Int(count) else { return 10 }
    for (i, byte) in taken.enumerated() { data[i] = byte }
    source.rest = source.rest.dropFirst(Int(count))
    return 0
  }
}
