/// Few colours for the many of an image: they themselves where they are few enough, else the means of boxes among them, cut at
/// their medians (P. Heckbert, "Color image quantization for frame buffer display", SIGGRAPH 1982).
struct SixelPalette {
  private(set) var colors: [UInt32] = []
  /// Of each pixel, which of the colours it is.
  private(set) var indices: [UInt8]

  /// Pixels of one such color, told to five bits of each part.
  private struct Cluster {
    var count = 0
    var red = 0, green = 0, blue = 0
    var key = 0

    func part(_ i: Int) -> Int { key >> (10 - 5 * i) & 31 }
  }

  init(_ pixels: [UInt32], most: Int) {
    indices = Array(repeating: 0, count: pixels.count)
    if let exact = Self.exact(pixels, most) {
      colors = exact.sorted()
      let places = Dictionary(uniqueKeysWithValues: colors.enumerated().map { ($1, UInt8($0)) })
      var last: UInt32?, place: UInt8 = 0
      for (i, pixel) in pixels.enumerated() {
        if pixel != last { (last, place) = (pixel, places[pixel] ?? 0) }
        indices[i] = place
      }
      return
    }
    var clusters = [Cluster](repeating: Cluster(), count: 1 << 15)
    for pixel in pixels {
      let key = Self.key(pixel)
      clusters[key].key = key
      clusters[key].count += 1
      clusters[key].red += Int(pixel >> 16 & 255)
      clusters[key].green += Int(pixel >> 8 & 255)
      clusters[key].blue += Int(pixel & 255)
    }
    let boxes = Self.cut(clusters.filter { $0.count > 0 }, most)
    var places = [UInt8](repeating: 0, count: 1 << 15)
    for (i, box) in boxes.enumerated() {
      let count = box.map(\.count).reduce(0, +)
      var color: UInt32 = 0
      for sum in [box.map(\.red), box.map(\.green), box.map(\.blue)].map({ $0.reduce(0, +) }) {
        color = color << 8 | UInt32((sum + count / 2) / count)
      }
      colors.append(color)
      for cluster in box { places[cluster.key] = UInt8(i) }
    }
    for (i, pixel) in pixels.enumerated() { indices[i] = places[Self.key(pixel)] }
  }

  /// Five bits of each part.
  private static func key(_ pixel: UInt32) -> Int {
    let red = pixel >> 19 & 31, green = pixel >> 11 & 31, blue = pixel >> 3 & 31
    return Int(red << 10 | green << 5 | blue)
  }

  /// Nil where there are more.
  private static func exact(_ pixels: [UInt32], _ most: Int) -> Set<UInt32>? {
    var found: Set<UInt32> = [], last: UInt32?
    for pixel in pixels where pixel != last {
      last = pixel
      if found.insert(pixel).inserted, found.count > most { return nil }
    }
    return found
  }

  /// The widest box is cut in two as long as there are too few.
  private static func cut(_ clusters: [Cluster], _ most: Int) -> [[Cluster]] {
    var boxes = [clusters]
    while boxes.count < most {
      let widest = boxes.indices.map { i in (i, width: extent(boxes[i])) }.max { $0.width.size < $1.width.size }
      guard let (i, width) = widest, width.size > 0 else { break }
      let sorted = boxes[i].sorted { $0.part(width.part) < $1.part(width.part) }
      let half = sorted.map(\.count).reduce(0, +) / 2
      var sum = 0
      var middle =
        sorted.firstIndex { cluster in
          sum += cluster.count
          return sum > half
        } ?? 0
      middle = min(max(1, middle), sorted.count - 1)
      boxes[i] = Array(sorted[..<middle])
      boxes.append(Array(sorted[middle...]))
    }
    return boxes
  }

  /// The part, red, green or blue, in which a box is widest.
  private static func extent(_ box: [Cluster]) -> (size: Int, part: Int) {
    (0..<3).map { part in
      var low = 31, high = 0
      for cluster in box { (low, high) = (min(low, cluster.part(part)), max(high, cluster.part(part))) }
      return (high - low, part)
    }.max { $0.0 < $1.0 } ?? (0, 0)
  }
}
