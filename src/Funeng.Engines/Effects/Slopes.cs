namespace Funeng.Engines.Effects;

/// <summary>
/// How the outcome moves with each measure among those who did not get it, within their cells: what is left between the two of a set after
/// matching is taken off with it (Abadie, Imbens 2011).
/// </summary>
internal static class Slopes
{
    public static double[] Of(IReadOnlyList<ComparedSubject> subjects)
    {
        var count = subjects.Count == 0 ? 0 : subjects[0].Measures.Count;
        var (products, targets) = (new double[count, count], new double[count]);
        foreach (var cell in subjects.Where(subject => !subject.Got).GroupBy(subject => subject.Cells[0], StringComparer.Ordinal))
        {
            var change = cell.Average(subject => subject.Change);
            var means = Enumerable.Range(0, count).Select(at => cell.Average(subject => subject.Measures[at])).ToArray();
            foreach (var subject in cell) Add(subject, means, change, products, targets);
        }

        return Solve(products, targets);
    }

    private static void Add(ComparedSubject subject, double[] means, double change, double[,] products, double[] targets)
    {
        for (var row = 0; row < means.Length; row++)
        {
            var own = subject.Measures[row] - means[row];
            targets[row] += own * (subject.Change - change);
            for (var column = 0; column < means.Length; column++) products[row, column] += own * (subject.Measures[column] - means[column]);
        }
    }

    // By elimination; a measure that says nothing new gets no slope.
    private static double[] Solve(double[,] products, double[] targets)
    {
        var count = targets.Length;
        var sizes = Enumerable.Range(0, count).Select(at => products[at, at]).ToArray();
        for (var pivot = 0; pivot < count; pivot++)
        {
            if (products[pivot, pivot] <= 1e-9 * sizes[pivot] || sizes[pivot] == 0)
            {
                for (var other = 0; other < count; other++) products[pivot, other] = products[other, pivot] = 0;
                (products[pivot, pivot], targets[pivot]) = (1, 0);
                continue;
            }

            for (var row = 0; row < count; row++)
            {
                if (row == pivot) continue;
                var factor = products[row, pivot] / products[pivot, pivot];
                for (var column = 0; column < count; column++) products[row, column] -= factor * products[pivot, column];
                targets[row] -= factor * targets[pivot];
            }
        }

        return [.. targets.Select((target, at) => target / products[at, at])];
    }
}
