internal import BigInt

extension BigInt: SeriesScalar {}
