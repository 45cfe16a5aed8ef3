import Foundation
import LuaKit
import Testing

@testable import PolyakModules

/// The module `data` from Lua; what is read and written is tested in `HeavyBallTests/Data`.
@Suite("data") struct DataModuleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let code: String
    let expected: String
    var testDescription: String { code }
    init(_ code: String, _ expected: String) { (self.code, self.expected) = (code, expected) }
  }

  static let values = [
    Case("vec(table.pack(1, 2))", "Vector(2)  1  2"), Case("#dln.kappa(mat(2^31, 0))", "2147483648"),
    Case(
      "table.concat(data.csv(data.save_csv(folder .. '/t.csv', {'01', '', 'nan'}, {1, 2, 3}, {names = {'t', 'x'}})).text.t, '|')",
      "01||nan"),
    Case("data.csv(data.save_csv(folder .. '/t.csv', {'1', '2'}, {names = {'t'}})).text.t[2]", "2"),
    Case("data.csv(data.save_csv(folder .. '/t.csv', {1, 2}, {names = {'\\xe9\\xff'}})).names[1] == '\\xe9\\xff'", "true"),
    Case("data.csv(data.save_csv(folder .. '/t.csv', {'\\xff'}, {names = {'\\xe9'}})).text['\\xe9'][1] == '\\xff'", "true"),
    Case("data.csv(put('l.csv', '\\xe9,b\\n1,2\\n'), {text = {'\\xe9'}}).text['\\xe9'][1]", "1"),
    Case(
      "data.digits().X",
      """
      Matrix(1797 x 64)
        0  0   5  13   9   1   0  0  ...
        0  0   0  12  13   5   0  0  ...
        0  0   0   4  15  12   0  0  ...
        0  0   7  15  13   1   0  0  ...
        0  0   0   1  11   0   0  0  ...
        0  0  12  10   0   0   0  0  ...
        0  0   0  12  13   0   0  0  ...
        0  0   7   8  13  16  15  1  ...
        ...
      """),
    Case(
      "data.digits{limit = 2, center = true, dtype = 'f32'}.X",
      """
      FloatMatrix(2 x 64)
        0  0   0.15625   0.03125  -0.125  -0.125  0  0  ...
        0  0  -0.15625  -0.03125   0.125   0.125  0  0  ...
      """),
    Case("table.concat(data.digits{limit = 12}.labels, ' ')", "0 1 2 3 4 5 6 7 8 9 0 1"),
    Case("math.type(data.digits().labels[1])", "integer"),
    Case("table.concat(data.digits{limit = 4, classes = {8, 1}}.labels, ' ')", "1 0 1 0"),
    Case("table.concat(data.digits{classes = {8, 1}}.names, ' ') .. data.digits{classes = {8, 1}}.classes", "8 12"),
    Case("data.digits().source:match('CC BY 4.0')", "CC BY 4.0"),
    Case("mat{{1, 0.1}, {3, 4}}:single()[1]", "Vector(2)  1  0.1"),
    Case("('%.17g'):format(mat{{1, 0.1}}:single()[1][2])", "0.10000000149011612"),
    Case("#mat{{1, 2}, {3, 4}, {5, 6}}:single()", "3"),
    Case(
      "(function() local n = 0 for _, row in ipairs(mat{{1, 2}, {3, 4}}:single()) do n = n + row[2] end return n end)()", "6.0"),
    Case("mat{{1, 2}}:single() == mat{{1, 2}}:single()", "true"),
    Case("mat{{1, 0.5}}:single():double() == mat{{1, 0.5}}", "true"),
    Case("back(0.1)", "0.1"),
    Case("back(-7)", "-7"),
    Case("back{0.5, 2}", "Vector(2)  0.5  2"),
    Case("back(vec{1, 2})", "Vector(2)  1  2"),
    Case("table.concat(back{math.maxinteger, 0, math.mininteger}, ' ')", "9223372036854775807 0 -9223372036854775808"),
    Case("back{}", "Vector(0)  "),
    Case("back(mat{{1, 2}, {3, 4}})", "Matrix(2 x 2)\n  1  2\n  3  4"),
    Case("back{{1, 2}, {3, 4}}", "Matrix(2 x 2)\n  1  2\n  3  4"),
    Case("back(mat{{1, 0.1}}:single()):get(1, 2) == mat{{1, 0.1}}:single():get(1, 2)", "true"),
    Case("back({1, 2}, 'f64')", "Vector(2)  1  2"),
    Case("back(mat{{1, 2}}, 'f32')", "FloatMatrix(1 x 2)\n  1  2"),
    Case(
      "written(vec{0.1, 2}, {7, 8}, {'a', 'b,c'}, mat{{1, 2}, {3, 4}}, mat{{0.1}, {0.2}}:single())",
      "0.1,7,a,1.0,2.0,0.10000000149011612\n2.0,8,\"b,c\",3.0,4.0,0.20000000298023224\n"),
    // What is written is what is read, and names stay names.
    Case("again({'0.5', '0.9'}, vec{7, 8}, vec{9, 10})", "0.5|0.9 2 true"),
    Case("again({'nan', 'x'}, vec{7}, vec{9})", "nan|x 1 true"),
    Case("again({' 1e5', '-inf'}, vec{}, vec{})", " 1e5|-inf 0 true"),
    Case(
      "again({'a\"b', 'c\\nd'}, vec{0 / 0, -(0 / 0), 1, math.pi}, vec{-0.0, 5e-324, 1.7976931348623157e308, 1 / 3})",
      "a\"b|c\nd 4 true"),
    Case("again({'1', 'inf'}, vec{1, 2}, vec{1 / 0, -1 / 0})", "1|inf 2 true"),
    Case("again({'x'}, mat{{0.1, 1}, {1 / 3, 1}}:single():double():t()[1])", "x 2 true"),
    Case(
      "('%.17g'):format(read('1.00000005960464477539062500001\\n3.4028235677973366e38\\n', {dtype = 'f32'}).X:get(1, 1))",
      "1.0000001192092896"),
    Case(
      "('%.17g'):format(read('1.00000005960464477539062500001\\n3.4028235677973366e38\\n', {dtype = 'f32'}).X:get(2, 1))",
      "3.4028234663852886e+38"),
    Case("read('A,B\\r1,2\\r3,4\\r').X", "Matrix(2 x 2)\n  1  2\n  3  4"),
    Case("written({1, 2}, {names = {'a b'}})", "a b\n1\n2\n"),
    Case("read('x,kind,y\\n1,p,2\\n3,q,4\\n').X", "Matrix(2 x 2)\n  1  2\n  3  4"),
    Case("read('x,kind,y\\n1,p,2\\n3,q,4\\n').text.kind[2]", "q"),
    Case("table.concat(read('x,kind,y\\n1,p,2\\n3,q,4\\n').names, ' ')", "x y"),
    Case("next(read('1,2\\n').text)", "nil"),
    Case("read('1;2\\n', {delimiter = ';', dtype = 'f32'}).X", "FloatMatrix(1 x 2)\n  1  2"),
    Case("read('NA;2\\n1;3', {delimiter = ';', missing = 'NA', header = false}).X", "Matrix(2 x 2)\n  nan  2\n    1  3"),
    Case("read('1,2\\nA,3', {text = {1}}).text['1'][2]", "A"),
    Case("images().labels[1] .. images().names[10] .. images().classes", "3truck10"),
    Case("images().X[1]:sum()", "3072.0"),
    Case("images{dtype = 'f32', center = true}.X[1]:sum()", "0.0"),
    Case("images{test = true}.labels[1]", "9"),
  ]

  @Test("gives what it should", arguments: values) func value(_ example: Case) throws {
    #expect(try state().answer(to: "return " + example.code) == example.expected)
  }

  static let refusals = [
    Case("data.digits{limit = 0}", "data.digits: option 'limit' must be an integer >= 1, got 0"),
    Case("data.digits{centre = true}", "data.digits: unknown option 'centre' (did you mean 'center'?)"),
    Case(
      "data.digits{dtype = 'f23'}", "data.digits: option 'dtype' must be 'f32' or 'f64', got string 'f23' (did you mean 'f32'?)"),
    Case(
      "data.digits{classes = {1, 10}}",
      "data.digits: option 'classes[2]' must be an integer in [0, 9] that is not there before, got 10"),
    Case(
      "data.digits{classes = {1, 1}}",
      "data.digits: option 'classes[2]' must be an integer in [0, 9] that is not there before, got 1"),
    Case("data.digits{classes = {}}", "data.digits: option 'classes' must hold at least one label"),
    Case("data.cifar10()", "data.cifar10: argument 'dir' is missing (the name of a file)"),
    Case("data.npy('no such')", "data.npy: no such: No such file or directory"),
    Case("data.npy('a\\0')", "data.npy: argument 'path' must be the name of a file, got one with a NUL in it"),
    Case("data.csv('no such')", "data.csv: no such: No such file or directory"),
    Case(
      "data.csv('x', {delimiter = '.'})",
      "data.csv: option 'delimiter' must be one character that numbers and quotes have not, got string '.'"),
    Case(
      "data.csv('x', {delimiter = ',,'})",
      "data.csv: option 'delimiter' must be one character that numbers and quotes have not, got string ',,'"),
    Case(
      "data.csv('x', {text = {true}})", "data.csv: option 'text[1]' must be the name or the number of a column, got true"),
    Case(
      "data.save_npy('x', {'a'})",
      "data.save_npy: argument 'value' must be a number, vector, matrix or table of integers, but element 1 is a string"),
    Case(
      "data.save_npy('x', {1, 'a'})",
      "data.save_npy: argument 'value[2]' must be a number, got string 'a'"),
    Case(
      "data.save_npy('x', {{1, 2}, {3}})",
      "data.save_npy: argument 'value[2]' must have 2 numbers as the first row has, got 1"
    ),
    Case("data.save_npy('/none/x', 1)", "data.save_npy: /none/x: No such file or directory"),
    Case("data.save_csv('x')", "data.save_csv: argument 'columns' is missing (what to write)"),
    Case(
      "data.save_csv('x', 1)",
      "data.save_csv: argument 2, 'columns' must be a vector, matrix or table of integers or strings, got 1"),
    Case(
      "data.save_csv('x', vec{})",
      "data.save_csv: argument 2, 'columns' has no rows, and without option 'names' the file would be empty"),
    Case(
      "data.save_csv('x', {'a', 'b'})",
      "data.save_csv: option 'names' is missing: the first of lines that are all text is read as names"),
    Case("data.save_csv('x', {1, 2}, {1})", "data.save_csv: argument 3, 'columns' must have 2 rows as those before it, got 1"),
    Case(
      "data.save_csv('x', {1, 2}, {names = {'a', 'b'}})",
      "data.save_csv: option 'names' must have 1 element, one for each column, got 2"),
    Case(
      "vec{1, 2, x = 3}",
      "vec: argument 'numbers' must be a vector, a symbolic value or an integer >= 0, but it has the key string 'x' besides elements 1 to 2"
    ),
    Case(
      "vec{[0] = 1, 2}",
      "vec: argument 'numbers' must be a vector, a symbolic value or an integer >= 0, but it has the key 0 besides elements 1 to 1"
    ),
    Case(
      "mat{{1, 2}, x = 1}",
      "mat: argument 'rows' must be a matrix, a symbolic value or an integer >= 0, but it has the key string 'x' besides elements 1 to 1"
    ),
    Case(
      "mat{{1, x = 2}}",
      "mat: argument 'rows[1]' must be a row of numbers, but it has the key string 'x' besides elements 1 to 1"
    ),
    Case(
      "data.save_csv('x', {1, 2, x = 3})",
      "data.save_csv: argument 2, 'columns' must be a vector, matrix or table of integers or strings, but it has the key string 'x' besides elements 1 to 2"
    ),
    Case(
      "data.save_csv('x', {'a', x = 3})",
      "data.save_csv: argument 2, 'columns' must be a vector, matrix or table of integers or strings, but it has the key string 'x' besides elements 1 to 1"
    ),
    Case("mat(2^31, 0):totable()", "A:totable: the result takes 171 GB and does not fit into memory"),
    Case(
      "data.csv(put('b.csv', 'a,a\\nx,y\\n'))", "data.csv: two columns of text are named 'a'; rename one, or pass header = false"),
    Case("mat{{1, 2}}:single():get(2, 1)", "F:get: no element (2, 1) in a 1x2 matrix"),
    Case("mat{{1, 2}}:single()[3]", "FloatMatrix: no row 3, it has 1"),
    Case(
      "losses.least_squares{X = mat{{1, 2}}:single(), y = {1}}",
      "losses.least_squares: option 'X' must be a matrix, but this is a FloatMatrix; its double() is a Matrix"),
  ]

  @Test("what is wrong is named", arguments: refusals) func refusal(_ example: Case) throws {
    let message = try state().answer(to: "return select(2, pcall(function() return \(example.code) end))")
    #expect(message.replacing("test:1: ", with: "") == example.expected)
  }

  @Test(
    "what does not fit is an error, and the state goes on",
    arguments: [
      "data.digits{}", "data.npy(path)", "data.csv(csv)", "data.cifar10(folder)", "mat(1000, 600, 1):single():double()",
    ])
  func memory(_ code: String) throws {
    let lua = try state()
    try prepare(lua)
    let limit = lua.memoryInUse + (code.hasPrefix("mat") ? 6_000_000 : 500_000)
    lua.memoryLimit = limit
    let error = #expect(throws: LuaError.self) { try lua.run("return " + code) }
    #expect(error?.message.hasSuffix("not enough memory") == true, "\(String(describing: error))")
    lua.memoryLimit = nil
    #expect(try lua.run("return 1 + 1").first == 2)
  }

  @Test(
    "a read or write can be interrupted",
    arguments: [
      "data.npy(path)", "data.csv(csv)", "data.cifar10(folder)", "data.save_npy(path, vec(100000))",
      "data.save_csv(path, vec(100000))", "data.digits{center = true}",
    ])
  func interruption(_ code: String) throws {
    let lua = try state()
    try prepare(lua)
    lua.interrupt.flag.store(true, ordering: .relaxed)
    let error = #expect(throws: LuaError.self) { try lua.run("return " + code) }
    #expect(error?.kind == .interrupted)
    lua.interrupt.clear()
    #expect(try lua.run("return data.npy(path)[1]").first == 1)
  }

  @Test func `a full disk leaves the old file`() throws {
    try folder.write("old", to: "a")
    for call in ["data.save_npy('a', vec(100000))", "data.save_csv('a', vec(100000))"] {
      // Files larger than so many blocks fail as on a full disk.
      let code = "print(select(2, pcall(function() return \(call) end)))"
      let outcome = try polyak(
        ["-c", "trap '' XFSZ; ulimit -f 100; exec \"$0\" -e \"$1\"", programPath, code], in: folder, program: "/bin/sh")
      #expect(outcome.output.hasSuffix("a: File too large\n"), "\(outcome)")
      #expect(try folder.read("a") == "old")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a"])
    }
  }

  private let folder = TemporaryFolder()

  /// Files of some megabytes.
  private func prepare(_ lua: LuaState) throws {
    try lua.run(
      """
      path = data.save_npy(folder .. "/a.npy", vec(100000, 1))
      csv = data.save_csv(folder .. "/a.csv", vec(100000, 1))
      local file = io.open(folder .. "/data_batch_1.bin", "wb")
      for i = 1, 100 do file:write("\\3", ("\\255"):rep(3072)) end
      file:close()
      for i = 2, 5 do io.open(("%s/data_batch_%d.bin"):format(folder, i), "wb"):write("\\3", ("\\255"):rep(3072)):close() end
      """)
    lua.collectGarbage()
  }

  private func state() throws -> LuaState {
    let lua = LuaState()
    try Polyak.open(in: lua)
    lua.globals["folder"] = LuaValue(folder.path)
    try lua.run(
      """
      function put(name, bytes)
        io.open(folder .. "/" .. name, "wb"):write(bytes):close()
        return folder .. "/" .. name
      end
      function back(value, dtype) return data.npy(data.save_npy(folder .. "/a.npy", value), {dtype = dtype}) end
      function written(...) return io.open(data.save_csv(folder .. "/a.csv", ...)):read("a") end
      function again(names, ...)
        local columns, is_same = {...}, true
        local given = {...}
        given[#given + 1] = {names = names}
        local t = data.csv(data.save_csv(folder .. "/a.csv", table.unpack(given)))
        for j, column in ipairs(columns) do
          for i = 1, #column do is_same = is_same and string.pack("d", column[i]) == string.pack("d", t.X:get(i, j)) end
        end
        return ("%s %d %s"):format(table.concat(t.names, "|"), #t.X, is_same)
      end
      function read(text, options) return data.csv(put("a.csv", text), options) end
      function images(options)
        for i = 1, 5 do put(("data_batch_%d.bin"):format(i), "\\3" .. ("\\255"):rep(3072)) end
        put("test_batch.bin", "\\9" .. ("\\0"):rep(3072))
        return data.cifar10(folder, options)
      end
      """)
    return lua
  }
}
