import Testing
@testable import HeavyBall
