/// What a script describes by a table.
struct Route: Codable, Equatable {
  var name: String
  var points: [Point]
  var transport: Transport?

  struct Point: Codable, Equatable { var x, y: Double }
  enum Transport: Codable, Equatable { case foot, train(line: Int) }
}
