using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>A whole number for every row, bit by bit: planes of the fewest and of the most points above <paramref name="Base"/>, in units of the scale.</summary>
internal sealed record PlaneNumber(long Base, long Span, int[] Low, int[] High);

/// <summary>
/// Points as planes, added by full adders: 512 sums at once with two instructions a bit, at every width of registers alike. All points of
/// one score are counted in the largest unit in which each of them is whole.
/// </summary>
internal sealed class PointsLowering(TermLowering terms)
{
    private const int MostPlaces = 9;

    private readonly Dictionary<(Points, int), PlaneNumber> lowered = [];

    private Circuit Circuit => terms.Circuit;

    public TruthPlanes Reaches(Truth.Reaches term)
    {
        var places = Places(term.Points);
        var number = Lower(term.Points, places);
        // Points are whole in the unit: reaching 59.5 is reaching 60, exceeding 60 is reaching 61.
        var mark = Scale(term.Mark.Value, places, out var isExact);
        var least = term.Mark.IsBehind || !isExact ? mark + 1 : mark;
        return new TruthPlanes(Circuit.AtLeast(Digits(number.Low), least - number.Base), Circuit.AtLeast(Digits(number.High), least - number.Base));
    }

    /// <summary>Whether all constants of a score are whole in some unit small enough.</summary>
    public static bool CanCount(Points points) => Constants(points).All(value => WholePlaces(value) <= MostPlaces && value.Abs() < 1_000_000_000L);

    private static int Places(Points points) => Constants(points).Select(WholePlaces).Max();

    private static IEnumerable<FeelNumber> Constants(Points points) => points switch
    {
        Points.Fixed one => [one.Value],
        Points.Steps steps => [.. steps.Values, steps.MissingLow, steps.MissingHigh],
        Points.TextSteps steps => [.. steps.Values, steps.MissingLow, steps.MissingHigh],
        Points.Sum sum => sum.Items.SelectMany(Constants),
        Points.Extreme extreme => extreme.Items.SelectMany(Constants),
        Points.Choice choice => Constants(choice.Then).Concat(Constants(choice.Else)),
        _ => [],
    };

    private static int WholePlaces(FeelNumber value)
    {
        for (var places = 0; places <= MostPlaces; places++)
        {
            if (FeelNumber.TryMultiply(value, PowerOfTen(places), out var scaled) && scaled.IsInteger) return places;
        }

        return MostPlaces + 1;
    }

    private static FeelNumber PowerOfTen(int places) => FeelNumber.FromInt64((long)Math.Pow(10, places));

    // The whole number of units at or below a value.
    private static long Scale(FeelNumber value, int places, out bool isExact)
    {
        FeelNumber.TryMultiply(value, PowerOfTen(places), out var scaled);
        isExact = scaled.IsInteger;
        if (scaled.Floor().TryToInt64(out var whole)) return Math.Clamp(whole, long.MinValue / 4, long.MaxValue / 4);
        return value.Sign < 0 ? long.MinValue / 4 : long.MaxValue / 4;
    }

    private static long Scale(FeelNumber value, int places) => Scale(value, places, out _);

    private PlaneNumber Lower(Points points, int places)
    {
        if (lowered.TryGetValue((points, places), out var known)) return known;
        return lowered[(points, places)] = points switch
        {
            Points.Fixed one => Fixed(Scale(one.Value, places)),
            Points.Steps steps => Steps(steps, places),
            Points.TextSteps steps => TextSteps(steps, places),
            Points.Sum sum => Sum([.. sum.Items.Select(item => Lower(item, places))]),
            Points.Extreme extreme => extreme.Items.Select(item => Lower(item, places)).Aggregate((left, right) => Extreme(left, right, extreme.IsLeast)),
            Points.Choice choice => Choice(terms.Lower(choice.Condition), Lower(choice.Then, places), Lower(choice.Else, places)),
            _ => throw new InvalidOperationException($"{points.GetType().Name} has no planes."),
        };
    }

    private static PlaneNumber Fixed(long value) => new(value, 0, [], []);

    private PlaneNumber Steps(Points.Steps steps, int places)
    {
        long[] values = [.. steps.Values.Select(value => Scale(value, places))];
        var (missingLow, missingHigh) = (Scale(steps.MissingLow, places), Scale(steps.MissingHigh, places));
        var column = steps.Column;
        if (column.IsWide) (missingLow, missingHigh) = (values[0], values[0]);
        var least = Math.Min(missingLow, values.Min());
        var span = Math.Max(missingHigh, values.Max()) - least;
        int[] passed = [.. steps.Cuts.Select(cut => terms.Passes(column, cut))];
        if (column.IsWide) return WideSteps(steps, values, least, span, passed);
        var missing = terms.Missing(column);
        var known = Bits(span, bit => Staircase(values, least, bit, passed));
        int[] low = [.. known.Select((plane, bit) => Overlay(plane, missing, values[0] - least, missingLow - least, bit))];
        int[] high = [.. known.Select((plane, bit) => Overlay(plane, missing, values[0] - least, missingHigh - least, bit))];
        return new PlaneNumber(least, span, low, high);
    }

    // Points that fall as the value grows are fewest at its high end.
    private PlaneNumber WideSteps(Points.Steps steps, long[] values, long least, long span, int[] passed)
    {
        int[] mayPass = [.. steps.Cuts.Select(cut => terms.MayPass(steps.Column, cut))];
        var (fewest, most) = values[0] > values[^1] ? (mayPass, passed) : (passed, mayPass);
        return new PlaneNumber(least, span, Bits(span, bit => Staircase(values, least, bit, fewest)), Bits(span, bit => Staircase(values, least, bit, most)));
    }

    // One bit of the points: what the last cut passed says.
    private int Staircase(long[] values, long least, int bit, int[] passed)
    {
        bool IsSet(int step) => Constant(values[step] - least, bit) == Circuit.Ones;
        return Turns(IsSet(0), [.. passed.Where((_, cut) => IsSet(cut) != IsSet(cut + 1))]);
    }

    // A bit that turns at each of some cuts. What passes one has passed those before it, so each half of them is a question of its own.
    private int Turns(bool first, ReadOnlySpan<int> passed)
    {
        if (passed.IsEmpty) return first ? Circuit.Ones : Circuit.Zeros;
        // The half above begins with 0, which costs nothing.
        var middle = passed.Length / 2;
        if (middle > 0 && (middle % 2 != 0) == first) middle--;
        return Circuit.Select(passed[middle], Turns(first == (middle % 2 != 0), passed[(middle + 1)..]), Turns(first, passed[..middle]));
    }

    // A missing value passes no cut, so it stands at the first step unless said otherwise.
    private int Overlay(int plane, int missing, long first, long wanted, int bit) =>
        Constant(first, bit) == Constant(wanted, bit) ? plane : Circuit.Select(missing, Constant(wanted, bit), plane);

    private PlaneNumber TextSteps(Points.TextSteps steps, int places)
    {
        var column = steps.Column;
        var values = new long[column.Named + 2];
        Array.Fill(values, Scale(steps.Values[^1], places));
        for (var i = 0; i < steps.Texts.Count; i++) values[column.CodeOf(steps.Texts[i])] = Scale(steps.Values[i], places);
        var (missingLow, missingHigh) = (Scale(steps.MissingLow, places), Scale(steps.MissingHigh, places));
        var least = Math.Min(missingLow, values.Min());
        var span = Math.Max(missingHigh, values.Max()) - least;
        return new PlaneNumber(least, span, Bits(span, bit => OfCodes(missingLow, bit)), Bits(span, bit => OfCodes(missingHigh, bit)));

        int OfCodes(long missing, int bit)
        {
            values[0] = missing;
            return Circuit.InSet(TermLowering.Codes(column), [.. values.Select(value => ((value - least) >> bit & 1) != 0)]);
        }
    }

    private PlaneNumber Sum(PlaneNumber[] items)
    {
        var span = items.Sum(item => item.Span);
        return new PlaneNumber(items.Sum(item => item.Base), span, Add(items.Select(item => item.Low), span), Add(items.Select(item => item.High), span));
    }

    // Adds column by column from the lowest bit: three bits of one weight become one of that weight and one of the next.
    private int[] Add(IEnumerable<int[]> numbers, long span)
    {
        var width = Width(span);
        var weights = Enumerable.Range(0, width + 1).Select(_ => new Queue<int>()).ToArray();
        foreach (var number in numbers)
        {
            for (var bit = 0; bit < number.Length; bit++) weights[bit].Enqueue(number[bit]);
        }

        var sum = new int[width];
        for (var bit = 0; bit < width; bit++)
        {
            var planes = weights[bit];
            while (planes.Count > 1)
            {
                var (one, carry) = Circuit.FullAdd(planes.Dequeue(), planes.Dequeue(), planes.Count > 0 ? planes.Dequeue() : Circuit.Zeros);
                planes.Enqueue(one);
                // A sum never exceeds its span, so nothing is carried out of the last bit.
                if (carry != Circuit.Zeros) weights[bit + 1].Enqueue(carry);
            }

            sum[bit] = planes.Count > 0 ? planes.Dequeue() : Circuit.Zeros;
        }

        return sum;
    }

    private PlaneNumber Extreme(PlaneNumber left, PlaneNumber right, bool isLeast)
    {
        (left, right) = Align(left, right);
        return new PlaneNumber(left.Base, Math.Max(left.Span, right.Span), Pick(left.Low, right.Low, isLeast), Pick(left.High, right.High, isLeast));
    }

    private PlaneNumber Choice(TruthPlanes condition, PlaneNumber then, PlaneNumber otherwise)
    {
        (then, otherwise) = Align(then, otherwise);
        var mayHold = terms.Possible(condition);
        var low = Choose(Pick(then.Low, otherwise.Low, isLeast: true), then.Low, otherwise.Low);
        var high = Choose(Pick(then.High, otherwise.High, isLeast: false), then.High, otherwise.High);
        return new PlaneNumber(then.Base, Math.Max(then.Span, otherwise.Span), low, high);

        int[] Choose(int[] open, int[] yes, int[] no) => [.. open.Select((plane, bit) => Circuit.Select(condition.Certain, yes[bit], Circuit.Select(mayHold, plane, no[bit])))];
    }

    // Both on the lower base and equally wide.
    private (PlaneNumber Left, PlaneNumber Right) Align(PlaneNumber left, PlaneNumber right)
    {
        var lowest = Math.Min(left.Base, right.Base);
        var width = Width(Math.Max(left.Base + left.Span, right.Base + right.Span) - lowest);
        return (Rebase(left), Rebase(right));

        PlaneNumber Rebase(PlaneNumber number)
        {
            var span = number.Base + number.Span - lowest;
            var more = Bits(number.Base - lowest, bit => Constant(number.Base - lowest, bit));
            return new PlaneNumber(lowest, span, Pad(Add([number.Low, more], span)), Pad(Add([number.High, more], span)));
        }

        int[] Pad(int[] planes) => [.. planes, .. Enumerable.Repeat(Circuit.Zeros, width - planes.Length)];
    }

    private int[] Pick(int[] left, int[] right, bool isLeast)
    {
        var isLess = Circuit.Zeros;
        for (var bit = 0; bit < left.Length; bit++)
        {
            isLess = Circuit.Select(left[bit], Circuit.Select(right[bit], isLess, Circuit.Zeros), Circuit.Select(right[bit], Circuit.Ones, isLess));
        }

        return [.. left.Select((plane, bit) => isLeast ? Circuit.Select(isLess, plane, right[bit]) : Circuit.Select(isLess, right[bit], plane))];
    }

    private static int[][] Digits(int[] bits) => Array.ConvertAll(bits, plane => (int[])[plane]);

    private static int Width(long span) => 64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)span);

    private static int[] Bits(long span, Func<int, int> plane) => [.. Enumerable.Range(0, Width(span)).Select(plane)];

    private static int Constant(long value, int bit) => (value >> bit & 1) != 0 ? Circuit.Ones : Circuit.Zeros;
}
