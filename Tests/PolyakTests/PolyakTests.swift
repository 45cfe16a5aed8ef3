import Testing
@testable import PolyakModules
