import Foundation
import Testing

@testable import HeavyBall

@Suite("Comma-separated values") struct CSVTests {
  let folder = DataFolder()

  /// Numbers by rows and texts by name, in one line.
  private func read(_ text: String, _ change: (inout CSVOptions) -> Void = { _ in }) throws -> String {
    var options = CSVOptions()
    change(&options)
    let table = try CSVReader<Double>(path: try folder.write(text.utf8), options: options).read()
    let width = table.names.count
    let rows = (0..<table.rows).map { i in
      (0..<width).map { "\(table.numbers[i * width + $0])" }.joined(separator: " ")
    }
    let texts = table.texts.map { column in
      "\(column.name): " + (0..<column.count).map { String(decoding: column[$0], as: UTF8.self) }.joined(separator: "|")
    }
    #expect(table.numbers.count == table.rows * width)
    return ([table.names.map(\.description).joined(separator: " ")] + rows + texts).joined(separator: "; ")
  }

  @Test func `decimal numbers are those that Python reads, to the bit`() throws {
    let decimals = try #require(DataReference.stored).decimals
    let text = decimals.map { $0[0] }.joined(separator: "\n") + "\n"
    for end in ["\n", "\r\n"] {
      let path = try folder.write(text.replacingOccurrences(of: "\n", with: end).utf8)
      let table = try CSVReader<Double>(path: path).read()
      #expect(table.rows == decimals.count)
      for (x, expected) in zip(table.numbers, decimals) {
        #expect(x.bitPattern == double(expected[1]).bitPattern, "\(expected[0]) gives \(x)")
      }
    }
    let path = try folder.write(text.utf8)
    let singles = try CSVReader<Float>(path: path).read().numbers
    #expect(singles == decimals.map { Float(double($0[1])) })
  }

  static let values: [(String, String)] = [
    ("a,b\n1,2\n3,4\n", "a b; 1.0 2.0; 3.0 4.0"),
    ("1,2\n3,4", "1 2; 1.0 2.0; 3.0 4.0"),
    ("\u{FEFF}a\r\n1\r\n2", "a; 1.0; 2.0"),
    (" 1 ,\t-2\n\n\r\n3, +4.5e1 ", "1 2; 1.0 -2.0; 3.0 45.0"),
    ("a,b\n,1\n2,\n", "a b; nan 1.0; 2.0 nan"),
    ("nan,inf,-Infinity,1\n-NaN,+INF,0,2\n", "1 2 3 4; nan inf -inf 1.0; -nan inf 0.0 2.0"),
    ("a,b\n", "a b"),
    ("A,B\r1,2\r3,4\r", "A B; 1.0 2.0; 3.0 4.0"),
    ("A,B\r1,2\n3,4\r\n5,6", "A B; 1.0 2.0; 3.0 4.0; 5.0 6.0"),
    ("a\r\r\n\n1\r", "a; 1.0"),
    ("a,b\n\"x\ry\",1\r\n\"x\r\ny\",2", "b; 1.0; 2.0; a: x\ry|x\r\ny"),
    // Between quotes in the first line alone, numbers are names.
    ("\"0.5\",\"0.9\"\n7,9\n8,10\n", "0.5 0.9; 7.0 9.0; 8.0 10.0"),
    ("\"0.5\",x\n7,9\n", "0.5 x; 7.0 9.0"),
    ("\"1\",\"2\"\n\"3\",\"4\"\n", "1 2; 1.0 2.0; 3.0 4.0"),
    ("\"1\",\"2\"\n", "1 2"),
    ("\"1\",2\n3,4\n", "1 2; 1.0 2.0; 3.0 4.0"),
    ("x,kind,y\n1,p,2\n3,7,4\n", "x y; 1.0 2.0; 3.0 4.0; kind: p|7"),
    // A column that begins with empty cells becomes one of text late, in the middle of others.
    ("a,b,c,d\n1,,2,\n3,,4,\n5,t,6,7\n8,,9,10", "a c d; 1.0 2.0 nan; 3.0 4.0 nan; 5.0 6.0 7.0; 8.0 9.0 10.0; b: ||t|"),
    ("\"a\"\"b\",c\n\"1\",\"two\nlines\"\n\"2\",\"\"\"\"\n", "; ; ; c: two\nlines|\"; a\"b: 1|2"),
    // Between quotes numbers are text, unless everything is between them.
    ("t,x\n\"01\",1\n\"2\",2\n", "x; 1.0; 2.0; t: 01|2"), ("t\n\"1\"\n\"\"\n\"nan\"\n", "; ; ; ; t: 1||nan"),
    ("t,x\n,1\n\"2\",2\n,3\n", "x; 1.0; 2.0; 3.0; t: |2|"), ("t,x\n\"\",1\n\"\",2\n", "x; 1.0; 2.0; t: |"),
    ("\"t\",\"x\"\n\"01\",\"1\"\n\"2\",\"2\"\n", "t x; 1.0 1.0; 2.0 2.0"),
    ("\"t\",\"x\"\n\"01\",1\n\"2\",2\n", "x; 1.0; 2.0; t: 01|2"),
    ("\"t, x\"\n\"1\"\n\"2\"\n", "; ; ; t, x: 1|2"), ("\"1\",2\n\"3\",4\n", "2; 2.0; 4.0; 1: 1|3"),
    ("t,x\n\"1\",1\n2,2\n", "t x; 1.0 1.0; 2.0 2.0"),
    ("t,x\n\"1\",1\na,2\n", "x; 1.0; 2.0; t: 1|a"), ("t,x\n,1\n,2\n", "t x; nan 1.0; nan 2.0"),
    ("a\n\"\"\n1\n", "a; nan; 1.0"),
    (",b\n1,2\n", "1 b; 1.0 2.0"),
    ("p,q\nr,s\n", "; ; p: r; q: s"),
    ("x,1e\n1,0x10\n", "x; 1.0; 1e: 0x10"),
  ]

  @Test("are read", arguments: values) func read(_ text: String, _ expected: String) throws {
    #expect(try read(text) == expected)
  }

  @Test func `as the options say`() throws {
    #expect(try read("1;2\n3;4") { $0.delimiter = UInt8(ascii: ";") } == "1 2; 1.0 2.0; 3.0 4.0")
    #expect(try read("1\t2\n") { $0.delimiter = 9 } == "1 2; 1.0 2.0")
    #expect(try read("1,2\n3,4") { $0.hasHeader = true } == "1 2; 3.0 4.0")
    #expect(try read("a,b\nc,d") { $0.hasHeader = false } == "; ; ; 1: a|c; 2: b|d")
    #expect(try read("id,x\n1,2\nA3,4") { $0.text = ["id"] } == "x; 2.0; 4.0; id: 1|A3")
    #expect(try read("1,2\nA3,4") { $0.text = ["1"] } == "2; 2.0; 4.0; 1: 1|A3")
    #expect(try read("x,y\nNA,1\n2,NA") { $0.missing = "NA" } == "x y; nan 1.0; 2.0 nan")
  }

  static let refusals: [(String, String)] = [
    ("", "file: the file is empty"),
    ("a,b\n1,2\n3\n", "file: line 3 has 1 cell where 2 are expected"),
    ("a,b\n1,2\n3,4,5\n", "file: line 3 has 3 cells where 2 are expected"),
    ("a,b\n\"x\ny\",2\n\n1,z\n", "file: line 5, column 2 ('b'): 'z' is not a number, as those above it are"),
    ("a\n1\n1.5.2\n", "file: line 3, column 1 ('a'): '1.5.2' is not a number, as those above it are"),
    ("a\n1\n1,5\n", "file: line 3 has 2 cells where 1 are expected"),
    ("a\n1\n0x10\n", "file: line 3, column 1 ('a'): '0x10' is not a number, as those above it are"),
    ("a\n1\n\"2\n", "file: line 3: a quoted cell that begins in this line does not end"),
    ("a,b\n\"x\"y,2\n", "file: line 2, column 1: text behind a quoted cell; a quote within one is written twice"),
  ]

  @Test("that make no table are refused with their line", arguments: refusals) func refuse(_ text: String, _ expected: String) {
    #expect(folder.failure { _ = try read(text) } == expected)
  }

  @Test func `columns that are not there`() {
    #expect(folder.failure { _ = try read("a,b\n1,2\n") { $0.text = ["c"] } } == "file: no column 'c'; there are 'a', 'b'")
    #expect(folder.failure { _ = try read("a,b\n1,2\n") { $0.text = ["3"] } } == "file: no column '3'; there are 'a', 'b'")
  }

  /// 0, 0, 1, 1/d, 2, 2/d, ...
  private func pairs(_ count: Int, over divisor: Double) -> [Double] {
    var numbers: [Double] = []
    for i in 0..<count { numbers += [Double(i), Double(i) / divisor] }
    return numbers
  }

  @Test func `lines that lie across what is read at once`() throws {
    var text = "x,t,y\n"
    let long = String(repeating: "\"\",\n", count: 1000)
    for i in 0..<2000 { text += "\(i),\"\(i % 7 == 0 ? long : "k")\",\(Double(i) / 3)\n" }
    #expect(text.utf8.count > Supervision.chunk + 1000)
    let table = try CSVReader<Double>(path: try folder.write(text.utf8)).read()
    #expect(table.numbers == pairs(2000, over: 3))
    let texts = (0..<2000).map { String(decoding: table.texts[0][$0], as: UTF8.self) }
    #expect(texts == (0..<2000).map { $0 % 7 == 0 ? long.replacingOccurrences(of: "\"\"", with: "\"") : "k" })
  }

  @Test func `a single cell longer than is read at once`() throws {
    let long = String(repeating: "a", count: 3 * Supervision.chunk)
    let table = try CSVReader<Double>(path: try folder.write("t,x\n\(long),1\nb,2".utf8)).read()
    #expect(table.texts[0][0].count == long.utf8.count && table.numbers == [1, 2])
  }

  @Test func `a large table takes little more room than its numbers`() throws {
    let text = (0..<300_000).map { "\($0),\(Double($0) / 7)\n" }.joined()
    var asked = 0
    let supervision = Supervision(reserve: { asked = max(asked, $0) })
    let table = try CSVReader<Double>(path: try folder.write(text.utf8), supervision: supervision).read()
    #expect(table.numbers == pairs(300_000, over: 7))
    #expect(asked < 8 * 600_000 * 11 / 10 && table.numbers.capacity < 660_000)
  }

  @Test func `what Python's writer has quoted`() throws {
    let expected = try #require(DataReference.stored).table
    let table = try CSVReader<Double>(path: try folder.write(expected.file)).read()
    let body = expected.rows.dropFirst()
    let header = expected.rows[0]
    #expect(table.names.map(\.description) == [header[0], header[2]] && table.texts.map(\.name.description) == [header[1]])
    let texts = (0..<table.rows).map { String(decoding: table.texts[0][$0], as: UTF8.self) }
    #expect(texts == body.map { $0[1] })
    let numbers = body.flatMap { [Double($0[0]) ?? .nan, Double($0[2]) ?? .nan] }
    #expect("\(table.numbers)" == "\(numbers)")
  }

  @Test(
    "texts that look like numbers, or like none, are written and read back as they are",
    arguments: [
      ["1", "2"], ["", ""], ["", "1"], ["1", ""], ["nan", "inf"], [" 1 ", "\t"], ["  ", "x"], ["01", "1e5"], ["x", "1"],
      ["-Infinity", "+2."],
      ["\"1\"", "1,5"], ["\u{FEFF}1", "2"], ["NA", ""], ["0x10", "1_000"], [".5", "5."],
    ])
  func texts(_ texts: [String]) throws {
    let cells = texts.map { Array($0.utf8) }
    let path = folder.path + "/texts.csv"
    for name: ColumnName in ["t", "a,b", "1", "\""] {
      let alone = [CSVWriter.Block.texts(cells)]
      for (blocks, names) in [
        (alone, [name]), (alone + [.vector([0.5, .nan])], [name, "x"]), ([.integers([1, 2])] + alone, ["x", name]),
      ] {
        // Of a single column, names that are numbers are taken for its first cell.
        if names == ["1"] { continue }
        try CSVWriter(blocks, names: names).write(to: path)
        let table = try CSVReader<Double>(path: path).read()
        #expect(table.texts.map { [$0[0], $0[1]] } == [cells.map { $0[...] }] && table.texts[0].name == name, "\(names)")
        #expect(table.names == names.filter { $0 == "x" })
      }
    }
    try CSVWriter([.texts(cells), .vector([0.5, 2])]).write(to: path)
    let table = try CSVReader<Double>(path: path).read()
    if texts[0] != "x" { #expect(table.texts.map { [$0[0], $0[1]] } == [cells.map { $0[...] }] && table.numbers == [0.5, 2]) }
  }

  @Test func `names and texts may be bytes of no encoding`() throws {
    let names = [ColumnName(bytes: [0x61, 0xe9]), ColumnName(bytes: [0x61, 0xe8]), ColumnName(bytes: [0xff])]
    let path = folder.path + "/bytes.csv"
    try CSVWriter([.vector([1]), .vector([2]), .texts([[0xff, 0x2c]])], names: names).write(to: path)
    let table = try CSVReader<Double>(
      path: path,
      options: {
        var o = CSVOptions(); o.text = [names[1]]; return o
      }()
    ).read()
    #expect(table.names == [names[0]] && Set(table.texts.map(\.name)) == Set(names.dropFirst()))
    #expect(table.texts.map { Array($0[0]) }.contains([0xff, 0x2c]))
    #expect(
      folder.failure {
        _ = try CSVReader<Double>(
          path: path,
          options: {
            var o = CSVOptions(); o.text = ["x"]; return o
          }()
        ).read()
      }
        == "bytes.csv: no column 'x'; there are 'a\\xe9', 'a\\xe8', '\\xff'")
  }

  @Test func `what is written reads back to the bit`() throws {
    let bits = try #require(DataReference.stored).decimals.map { double($0[1]) }
    let vector = Vector(bits)
    let texts = bits.indices.map { Array(["", "a,b", "\"", "line\r\nend", "ü"][$0 % 5].utf8) }
    let floats = FloatMatrix(rows: bits.count, columns: 2, elements: bits.flatMap { [Float($0), 0.1] })
    let blocks: [CSVWriter.Block] = [.vector(vector), .integers(Array(bits.indices)), .texts(texts), .floats(floats)]
    let path = folder.path + "/written.csv"
    try CSVWriter(blocks, names: ["x", "i, j", "t", "f", "g"]).write(to: path)
    let table = try CSVReader<Double>(
      path: path,
      options: {
        var o = CSVOptions(); o.text = ["t"]; return o
      }()
    ).read()
    #expect(table.names == ["x", "i, j", "f", "g"])
    for i in bits.indices {
      #expect(table.numbers[4 * i].bitPattern == bits[i].bitPattern && table.numbers[4 * i + 1] == Double(i))
      #expect(Float(table.numbers[4 * i + 2]) == floats[i, 0] && Float(table.numbers[4 * i + 3]) == 0.1)
      #expect(Array(table.texts[0][i]) == texts[i])
    }
    try CSVWriter([.vector([1, .nan]), .matrix(Matrix([[0.1, -2], [.infinity, 1e-5]]))]).write(to: path)
    #expect(String(decoding: try folder.read("written.csv"), as: UTF8.self) == "1.0,0.1,-2.0\nnan,inf,1e-05\n")
  }
}
