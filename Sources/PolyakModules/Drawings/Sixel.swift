/// Pixels as sixels, which some terminals show: stripes of six rows, each drawn colour by colour (DEC's VT330 programmer reference
/// manual, chapter 14).
///
///     Sixel(width: 2, height: 1, pixels: [0xFF0000, 0xFFFFFF]).bytes
struct Sixel {
  let width: Int
  let height: Int
  /// Row by row, 0xRRGGBB.
  let pixels: [UInt32]

  /// As much as a terminal can be expected to know.
  private static let mostColors = 256

  /// The whole sequence. Cost: linear in the pixels, and in each stripe in the colours that it has.
  var bytes: [UInt8] {
    let palette = SixelPalette(pixels, most: Self.mostColors)
    // What is not drawn keeps its colour; square pixels; the size.
    var out = Array("\u{1B}P0;1;0q\"1;1;\(width);\(height)".utf8)
    for (i, color) in palette.colors.enumerated() {
      // In hundredths.
      let parts: [Int] = [16, 8, 0].map { (shift: Int) in (Int(color >> shift) & 255) * 100 / 255 }
      out += "#\(i);2;\(parts[0]);\(parts[1]);\(parts[2])".utf8
    }
    // The rows of a stripe by colour: bit i of a column is row i.
    var stripe = [UInt8](repeating: 0, count: palette.colors.count * width)
    for top in stride(from: 0, to: height, by: 6) {
      var used: [Int] = [], isUsed = [Bool](repeating: false, count: palette.colors.count)
      for row in top..<min(top + 6, height) {
        for column in 0..<width {
          let color = Int(palette.indices[row * width + column])
          if !isUsed[color] {
            isUsed[color] = true
            used.append(color)
          }
          stripe[color * width + column] |= 1 << UInt8(row - top)
        }
      }
      for (i, color) in used.enumerated() {
        if i > 0 { out.append(UInt8(ascii: "$")) }
        out += "#\(color)".utf8
        Self.add(stripe[(color * width)..<((color + 1) * width)], to: &out)
        for column in (color * width)..<((color + 1) * width) { stripe[column] = 0 }
      }
      out.append(UInt8(ascii: "-"))
    }
    // Behind the last stripe there is none.
    if out.last == UInt8(ascii: "-") { out.removeLast() }
    return out + [0x1B, UInt8(ascii: "\\")]
  }

  /// A colour's columns, repeated ones by number, without those at the end that have none of it.
  private static func add(_ columns: ArraySlice<UInt8>, to out: inout [UInt8]) {
    var i = columns.startIndex
    while i < columns.endIndex {
      let value = columns[i]
      let end = columns[i...].firstIndex { $0 != value } ?? columns.endIndex
      if value == 0, end == columns.endIndex { return }
      let count = end - i
      if count > 3 { out += "!\(count)".utf8 }
      for _ in 0..<(count > 3 ? 1 : count) { out.append(63 + value) }
      i = end
    }
  }
}
