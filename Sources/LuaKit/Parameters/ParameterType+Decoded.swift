extension ParameterType where Value: Decodable & SendableMetatype {
  /// What a `Decodable` type makes of a table, with the path of what is wrong in it.
  ///
  ///     struct Route: Decodable { var name: String, points: [Point] }
  ///     static let route = Parameter("route", .decoded(Route.self), "the way")
  ///     // go{route = {name = "home", points = {{x = 1}}}}
  ///     // go: option 'route.points[1].y' must be a number, got nil
  ///
  /// - Parameters:
  ///   - name: As help and errors call it; nil is the Swift type's name.
  ///   - annotation: As the annotations that editors read name it.
  ///   - decoder: Refuses unknown fields unless another is given; give one with bounds where scripts are not trusted.
  public static func decoded(
    _ type: Value.Type = Value.self, name: String? = nil, annotation: String = "table",
    by decoder: LuaDecoder = LuaDecoder(unknownFields: .refused)
  ) -> Self {
    Self(name: name ?? "\(type)", annotation: annotation) { value in
      do throws(LuaError) {
        return try decoder.decode(type, from: value)
      } catch {
        guard error.kind == .conversion else { throw error }
        let problem = error.problem
        let isOfAnotherKind = problem.hasPrefix(expected)
        if isOfAnotherKind, error.path.isEmpty { return nil }
        let complaint =
          isOfAnotherKind ? "must be \(problem.dropFirst(expected.count))" : "cannot be read: \(problem)"
        throw Flaw(path: error.path, complaint: complaint)
      }
    }
  }
}

/// With which the decoder's errors begin where a value is of another kind.
private let expected = "expected "

extension LuaError {
  /// Of a conversion: its message without the path.
  fileprivate var problem: String {
    let place = path.map { Int($0).map { CodingStep(intValue: $0) } ?? CodingStep(stringValue: $0) }.written + ": "
    return message.hasPrefix(place) ? String(message.dropFirst(place.count)) : message
  }
}
