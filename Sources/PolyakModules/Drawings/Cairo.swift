internal import PolyakPlatform

/// Cairo's functions that drawings need, of a library that is loaded at run time.
struct Cairo: Sendable {
  /// A `cairo_t`, a `cairo_surface_t` or a `cairo_pattern_t`.
  typealias Object = OpaquePointer
  /// Takes bytes of a file that is written; 0 is success.
  typealias Writer = @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<UInt8>?, UInt32) -> Int32
  /// Gives bytes of a file that is read.
  typealias Reader = @convention(c) (UnsafeMutableRawPointer?, UnsafeMutablePointer<UInt8>?, UInt32) -> Int32
  typealias Act = @convention(c) (Object?) -> Void
  typealias ActOnNumber = @convention(c) (Object?, Double) -> Void
  typealias ActOnPoint = @convention(c) (Object?, Double, Double) -> Void
  typealias Choose = @convention(c) (Object?, Int32) -> Void
  typealias Ask = @convention(c) (Object?) -> Int32

  let create: @convention(c) (Object?) -> Object?
  let destroy, newPath, closePath, fillPreserve, strokePreserve, save, restore, paint: Act
  let surfaceDestroy, surfaceFinish, surfaceFlush: Act
  let status, surfaceStatus, imageWidth, imageHeight, imageStride: Ask
  /// An image's pixels, row by row, each row as long as its stride.
  let imageData: @convention(c) (Object?) -> UnsafeMutablePointer<UInt8>?
  let moveTo, lineTo, translate, scale: ActOnPoint
  let curveTo: @convention(c) (Object?, Double, Double, Double, Double, Double, Double) -> Void
  let setColor: @convention(c) (Object?, Double, Double, Double, Double) -> Void
  let setLineWidth, setFontSize, rotate: ActOnNumber
  let setLineCap, setLineJoin, setFillRule, setFilter: Choose
  let setDash: @convention(c) (Object?, UnsafePointer<Double>?, Int32, Double) -> Void
  let setSource: @convention(c) (Object?, Object?, Double, Double) -> Void
  let source: @convention(c) (Object?) -> Object?
  let selectFont: @convention(c) (Object?, UnsafePointer<CChar>, Int32, Int32) -> Void
  let showText: @convention(c) (Object?, UnsafePointer<CChar>) -> Void
  let imageCreate: @convention(c) (Int32, Int32, Int32) -> Object?
  let imageFromPNG: @convention(c) (Reader, UnsafeMutableRawPointer?) -> Object?
  let writePNG: @convention(c) (Object?, Writer, UnsafeMutableRawPointer?) -> Int32
  let pdfCreate: @convention(c) (Writer, UnsafeMutableRawPointer?, Double, Double) -> Object?
  let pdfSetMetadata: @convention(c) (Object?, Int32, UnsafePointer<CChar>) -> Void

  /// Those behind a handle of `dlopen`; nil where one is missing.
  init?(handle: UnsafeMutableRawPointer) {
    // The type of what it is assigned to says what the function's C declaration says (cairo.h of 1.16).
    func symbol<F>(_ name: String, as type: F.Type = F.self) -> F? {
      dlsym(handle, "cairo_" + name).map { unsafeBitCast($0, to: type) }
    }
    func acts(_ names: String...) -> [Act]? { all(names) }
    func asks(_ names: String...) -> [Ask]? { all(names) }
    func points(_ names: String...) -> [ActOnPoint]? { all(names) }
    func numbers(_ names: String...) -> [ActOnNumber]? { all(names) }
    func choices(_ names: String...) -> [Choose]? { all(names) }
    func all<F>(_ names: [String]) -> [F]? {
      let found = names.compactMap { symbol($0, as: F.self) }
      return found.count == names.count ? found : nil
    }
    guard
      let acts = acts(
        "destroy", "new_path", "close_path", "fill_preserve", "stroke_preserve", "save", "restore", "paint",
        "surface_destroy", "surface_finish", "surface_flush"),
      let asks = asks(
        "status", "surface_status", "image_surface_get_width", "image_surface_get_height", "image_surface_get_stride"),
      let imageData = symbol("image_surface_get_data", as: type(of: imageData)),
      let points = points("move_to", "line_to", "translate", "scale"),
      let numbers = numbers("set_line_width", "set_font_size", "rotate"),
      let choices = choices("set_line_cap", "set_line_join", "set_fill_rule", "pattern_set_filter"),
      let create = symbol("create", as: type(of: create)), let curveTo = symbol("curve_to", as: type(of: curveTo)),
      let setColor = symbol("set_source_rgba", as: type(of: setColor)),
      let setDash = symbol("set_dash", as: type(of: setDash)),
      let setSource = symbol("set_source_surface", as: type(of: setSource)),
      let source = symbol("get_source", as: type(of: source)),
      let selectFont = symbol("select_font_face", as: type(of: selectFont)),
      let showText = symbol("show_text", as: type(of: showText)),
      let imageCreate = symbol("image_surface_create", as: type(of: imageCreate)),
      let imageFromPNG = symbol("image_surface_create_from_png_stream", as: type(of: imageFromPNG)),
      let writePNG = symbol("surface_write_to_png_stream", as: type(of: writePNG)),
      let pdfCreate = symbol("pdf_surface_create_for_stream", as: type(of: pdfCreate)),
      let pdfSetMetadata = symbol("pdf_surface_set_metadata", as: type(of: pdfSetMetadata))
    else { return nil }
    (destroy, newPath, closePath, fillPreserve) = (acts[0], acts[1], acts[2], acts[3])
    (strokePreserve, save, restore, paint) = (acts[4], acts[5], acts[6], acts[7])
    (surfaceDestroy, surfaceFinish, surfaceFlush) = (acts[8], acts[9], acts[10])
    (status, surfaceStatus, imageWidth, imageHeight, imageStride) = (asks[0], asks[1], asks[2], asks[3], asks[4])
    self.imageData = imageData
    (moveTo, lineTo, translate, scale) = (points[0], points[1], points[2], points[3])
    (setLineWidth, setFontSize, rotate) = (numbers[0], numbers[1], numbers[2])
    (setLineCap, setLineJoin, setFillRule, setFilter) = (choices[0], choices[1], choices[2], choices[3])
    (self.create, self.curveTo, self.setColor, self.setDash) = (create, curveTo, setColor, setDash)
    (self.setSource, self.source, self.selectFont, self.showText) = (setSource, source, selectFont, showText)
    (self.imageCreate, self.imageFromPNG, self.writePNG) = (imageCreate, imageFromPNG, writePNG)
    (self.pdfCreate, self.pdfSetMetadata) = (pdfCreate, pdfSetMetadata)
  }

  /// The environment variable that switches the library off, `0`, or names the file to load.
  static let setting = "POLYAK_CAIRO"

  /// The library, loaded at first use; nil where there is none, or it is switched off.
  static let shared: Cairo? = {
    let choice = getenv(setting).map { String(cString: $0) } ?? ""
    if choice == "0" { return nil }
    // Local: a host may have a Cairo of its own.
    return dlopen(choice.isEmpty ? "libcairo.so.2" : choice, RTLD_LAZY | RTLD_LOCAL).flatMap { Cairo(handle: $0) }
  }()
}
