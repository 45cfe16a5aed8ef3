/// Looks for the zeros of ``StopEvent``s along steps.
struct EventSearch {
  private let events: [StopEvent]
  /// Whether each was positive where it was last not 0; nil before.
  private var wasPositive: [Bool?]
  private let point: VectorStorage

  init(_ events: [StopEvent], dimension: Int) {
    self.events = events
    wasPositive = Array(repeating: nil, count: events.count)
    point = VectorStorage(count: 1, dimension: max(dimension, 1))
  }

  var isEmpty: Bool { events.isEmpty }

  /// Where a run begins: the event that ends it there.
  mutating func begin(at β: UnsafePointer<Double>) throws -> StopEvent? {
    for (i, event) in events.enumerated() {
      let x = try event.value(β)
      if event.isGoal, x <= 0 { return event }
      wasPositive[i] = x == 0 || x.isNaN ? nil : x > 0
    }
    return nil
  }

  /// The event that a jump to a point has passed.
  mutating func passed(at β: UnsafePointer<Double>) throws -> StopEvent? {
    for (i, event) in events.enumerated() {
      let x = try event.value(β)
      if let sign = wasPositive[i] ?? (event.isGoal ? true : nil), hasEnded(event, x, wasPositive: sign) { return event }
      if x != 0, !x.isNaN { wasPositive[i] = x > 0 }
    }
    return nil
  }

  /// Places of a step that are looked at: what changes its sign twice between two of them is stepped over.
  private static let places = 8

  /// The first event along a step that was tried, and its place in the step, from 0 to 1.
  mutating func first(along step: Interpolant) throws -> (event: StopEvent, place: Double)? {
    var found: (event: StopEvent, place: Double)?
    var before = wasPositive
    for (i, event) in events.enumerated() {
      var low = 0.0
      for k in 1...Self.places {
        let high = Double(k) / Double(Self.places)
        let x = try value(of: event, step, high)
        if let sign = before[i], hasEnded(event, x, wasPositive: sign) {
          let place = try zero(of: event, step, from: low, to: high, wasPositive: sign)
          if place < found?.place ?? .infinity { found = (event, place) }
          break
        }
        if x != 0, !x.isNaN { before[i] = x > 0 }
        low = high
      }
    }
    if found == nil { wasPositive = before }
    return found
  }

  /// How fast an event's number changes about a place of a step; 0 where that cannot be told.
  func slope(of event: StopEvent, along step: Interpolant, at place: Double) throws -> Double {
    let (low, high) = (max(place - 1e-4, 0), min(place + 1e-4, 1))
    let slope = (try value(of: event, step, high) - value(of: event, step, low)) / (high - low)
    return slope.isFinite ? slope : 0
  }

  private func hasEnded(_ event: StopEvent, _ x: Double, wasPositive: Bool) -> Bool {
    event.isGoal ? x <= 0 : x == 0 || !x.isNaN && (x > 0) != wasPositive
  }

  /// The least place found at which the event has happened: by false position with the Illinois rule, or halving where
  /// that is slower.
  private func zero(
    of event: StopEvent, _ step: Interpolant, from start: Double, to end: Double, wasPositive: Bool
  ) throws -> Double {
    var (low, high) = (start, end)
    var (x, y) = (try value(of: event, step, low), try value(of: event, step, high))
    for turn in 0..<100 where high - low > 2 * high.ulp && y != 0 {
      var middle = turn % 3 == 2 ? low + (high - low) / 2 : high - y * (high - low) / (y - x)
      if !(middle > low && middle < high) { middle = low + (high - low) / 2 }
      if !(middle > low && middle < high) { break }
      let z = try value(of: event, step, middle)
      if hasEnded(event, z, wasPositive: wasPositive) {
        (high, y) = (middle, z)
        x /= 2
      } else {
        (low, x) = (middle, z)
        y /= 2
      }
    }
    return high
  }

  private func value(of event: StopEvent, _ step: Interpolant, _ place: Double) throws -> Double {
    step.evaluate(place, into: point.start)
    return try event.value(point.start)
  }
}
