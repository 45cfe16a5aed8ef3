/// The candidate nearest to a misspelt name, or nil where none is near: optimal string alignment (insertions, deletions,
/// substitutions, swaps of neighbours), at most a third of the longer name, letter case ignored. Where none is, the shortest
/// that goes on from the name, if that has three letters.
public func nearestSpelling(of name: String, among candidates: some Sequence<String>) -> String? {
  let wanted = Array(name.lowercased().utf8)
  var best: (name: String, distance: Int)?
  for candidate in candidates {
    let letters = Array(candidate.lowercased().utf8)
    let limit = max(1, max(wanted.count, letters.count) / 3)
    guard abs(wanted.count - letters.count) <= limit else { continue }
    let distance = alignmentDistance(wanted, letters)
    if distance <= limit, distance < wanted.count, distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  if let best { return best.name }
  guard wanted.count >= 3 else { return nil }
  return candidates.filter { $0.utf8.count > wanted.count && $0.lowercased().utf8.starts(with: wanted) }
    .min { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
}

/// " (did you mean 'eta'?)", or nothing.
package func suggestion(for name: String, among candidates: some Sequence<String>) -> String {
  nearestSpelling(of: name, among: candidates).map { " (did you mean '\($0)'?)" } ?? ""
}

private func alignmentDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
  var beforePrevious = [Int](repeating: 0, count: b.count + 1)
  var previous = Array(0...b.count)
  for i in 1...a.count {
    var current = [i] + [Int](repeating: 0, count: b.count)
    for j in 1...b.count {
      let substitution = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
      current[j] = min(substitution, previous[j] + 1, current[j - 1] + 1)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        current[j] = min(current[j], beforePrevious[j - 2] + 1)
      }
    }
    (beforePrevious, previous) = (previous, current)
  }
  return previous[b.count]
}
