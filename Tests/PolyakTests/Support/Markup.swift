/// A page of tags taken apart, strictly: every tag is closed, every value of an attribute quoted, every `&` the beginning of
/// an entity. Not for pages with a script or comments in them.
struct Markup {
  private(set) var ids: [String] = []
  private(set) var links: [String] = []
  private(set) var faults: [String] = []

  init(_ page: String) {
    var open: [String] = []
    var rest = page.drop { $0 != "\n" }
    if !page.hasPrefix("<!DOCTYPE html>\n") { faults.append("no doctype") }
    while let start = rest.firstIndex(of: "<") {
      checkEntities(rest[..<start])
      guard let end = rest[start...].firstIndex(of: ">") else {
        faults.append("a tag without an end")
        return
      }
      var tag = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      if tag.hasPrefix("/") {
        let name = String(tag.dropFirst())
        if open.popLast() != name { faults.append("</\(name)> closes another tag") }
        continue
      }
      let isAlone = tag.hasSuffix("/")
      if isAlone { tag = tag.dropLast() }
      let name = tag.prefix { $0.isLetter || $0.isNumber }
      if name.isEmpty { faults.append("<\(tag)>") }
      attributes(tag[name.endIndex...])
      if !isAlone { open.append(String(name)) }
    }
    checkEntities(rest)
    if !open.isEmpty { faults.append("left open: \(open)") }
    if Set(ids).count != ids.count { faults.append("ids twice: \(ids.filter { id in ids.filter { $0 == id }.count > 1 })") }
  }

  private mutating func attributes(_ text: Substring) {
    var rest = text
    while !rest.isEmpty {
      guard rest.first == " ", let equals = rest.firstRange(of: "=\""),
        let end = rest[equals.upperBound...].firstIndex(of: "\"")
      else {
        faults.append("attributes\(rest)")
        return
      }
      let name = rest[..<equals.lowerBound].dropFirst()
      if !name.allSatisfy({ $0.isLetter || $0 == "-" }) { faults.append("the attribute \(name)") }
      let value = rest[equals.upperBound..<end]
      checkEntities(value)
      let plain = value.replacing("&quot;", with: "\"").replacing("&lt;", with: "<").replacing("&gt;", with: ">")
        .replacing("&amp;", with: "&")
      if name == "id" { ids.append(String(plain)) }
      if ["href", "src", "action"].contains(name) { links.append(String(plain)) }
      rest = rest[rest.index(after: end)...]
    }
  }

  private mutating func checkEntities(_ text: Substring) {
    for part in text.split(separator: "&", omittingEmptySubsequences: false).dropFirst() {
      let name = part.prefix { $0 != ";" }
      if !["amp", "lt", "gt", "quot", "#8594"].contains(name) || name.endIndex == part.endIndex {
        faults.append("&\(part.prefix(10))")
      }
    }
  }
}
