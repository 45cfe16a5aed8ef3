extension Integer: SeriesScalar {}
