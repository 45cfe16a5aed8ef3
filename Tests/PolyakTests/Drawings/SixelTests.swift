import Testing

@testable import PolyakModules

/// A picture read back from sixels.
struct DecodedSixel {
  var width = 0
  var height = 0
  /// Row by row, parts of a hundred packed as 0xRRGGBB; nil of what nothing has drawn.
  var pixels: [[UInt32?]] = []

  init?(_ bytes: [UInt8]) {
    guard bytes.starts(with: [0x1B, UInt8(ascii: "P")]), bytes.suffix(2).elementsEqual([0x1B, UInt8(ascii: "\\")]),
      let q = bytes.firstIndex(of: UInt8(ascii: "q"))
    else { return nil }
    var i = q + 1, x = 0, y = 0, color: UInt32 = 0, palette: [Int: UInt32] = [:]
    func numbers() -> [Int] {
      var list: [Int] = [], number: Int?
      while i < bytes.count {
        if bytes[i] >= 0x30, bytes[i] <= 0x39 {
          number = (number ?? 0) * 10 + Int(bytes[i] - 0x30)
        } else if bytes[i] == UInt8(ascii: ";") {
          list.append(number ?? 0)
          number = nil
        } else {
          break
        }
        i += 1
      }
      return list + [number ?? 0]
    }
    while i < bytes.count - 2 {
      let byte = bytes[i]
      i += 1
      switch byte {
      case UInt8(ascii: "\""):
        let size = numbers()
        guard size.count == 4, size[0] == size[1] else { return nil }
        (width, height) = (size[2], size[3])
        pixels = Array(repeating: Array(repeating: nil, count: width), count: height)
      case UInt8(ascii: "#"):
        let list = numbers()
        if list.count == 5 {
          guard list[1] == 2, list[2...].allSatisfy({ $0 <= 100 }) else { return nil }
          palette[list[0]] = UInt32(list[2] << 16 | list[3] << 8 | list[4])
        } else {
          guard let known = palette[list[0]] else { return nil }
          color = known
        }
      case UInt8(ascii: "$"): x = 0
      case UInt8(ascii: "-"): (x, y) = (0, y + 6)
      case UInt8(ascii: "!"), 63...126:
        var count = 1
        var value = byte
        if byte == UInt8(ascii: "!") {
          count = numbers()[0]
          value = bytes[i]
          i += 1
        }
        for _ in 0..<count {
          for bit in 0..<6 where (value - 63) >> UInt8(bit) & 1 == 1 {
            guard y + bit < height, x < width else { return nil }
            pixels[y + bit][x] = color
          }
          x += 1
        }
      default: return nil
      }
    }
  }
}

@Suite("Sixels") struct SixelTests {
  private func hundredths(_ color: UInt32) -> UInt32 {
    [16, 8, 0].reduce(0) { (sum: UInt32, shift: UInt32) in sum | ((color >> shift & 255) * 100 / 255) << shift }
  }

  @Test(
    "read back are the pixels, where there are few colours",
    arguments: [(1, 1), (3, 1), (1, 6), (5, 7), (40, 13), (300, 12), (16, 16)])
  func exact(_ width: Int, _ height: Int) throws {
    let pixels = (0..<width * height).map { i -> UInt32 in
      let part = UInt32(i / 7 % 256)
      return i % 5 == 0 ? 0xFFFFFF : part << 16 | (255 - part)
    }
    let few = pixels.map { $0 == 0xFFFFFF ? $0 : $0 & 0xF000F0 }
    let decoded = try #require(DecodedSixel(Sixel(width: width, height: height, pixels: few).bytes))
    #expect(decoded.width == width && decoded.height == height)
    #expect(decoded.pixels.flatMap { $0 } == few.map { hundredths($0) })
  }

  @Test func `of many colours are near them, each pixel drawn`() throws {
    let side = 128
    let pixels = (0..<side * side).map { i in
      UInt32(i % side * 2) << 16 | UInt32(i / side * 2) << 8 | UInt32((i % side + i / side))
    }
    let bytes = Sixel(width: side, height: side, pixels: pixels).bytes
    let decoded = try #require(DecodedSixel(bytes)).pixels.flatMap { $0 }
    #expect(Set(decoded).count <= 256 && Set(decoded).count > 200)
    var worst = 0
    for (pixel, found) in zip(pixels, decoded) {
      let found = try #require(found)
      for shift in [16, 8, 0] { worst = max(worst, abs(Int(pixel >> shift & 255) * 100 / 255 - Int(found >> shift & 255))) }
    }
    // A box of 256 among these colours is an eighth of the range wide at most.
    #expect(worst <= 13, "\(worst)")
  }

  @Test func `keep a line's colour on a large white ground`() throws {
    let pixels = (0..<10_000).map { i -> UInt32 in i / 100 == 50 ? 0xD62728 : 0xFFFFFF }
    let decoded = try #require(DecodedSixel(Sixel(width: 100, height: 100, pixels: pixels).bytes))
    #expect(decoded.pixels[50].allSatisfy { $0 == hundredths(0xD62728) })
    #expect(decoded.pixels[49].allSatisfy { $0 == hundredths(0xFFFFFF) })
  }
}
