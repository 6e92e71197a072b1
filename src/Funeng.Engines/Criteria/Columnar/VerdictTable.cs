using System.Collections.Concurrent;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>How many subjects a criterion decides which way.</summary>
/// <param name="Met">Number that meets it.</param>
/// <param name="NotMet">Number that does not.</param>
/// <param name="Unknown">Number for which facts are missing.</param>
public readonly record struct VerdictCount(long Met, long NotMet, long Unknown);

/// <summary>
/// A plan with the codes of all subjects: counts, lists and changes are read from it at the speed of memory, and no pair of subject and
/// criterion is ever stored. Reading is thread-safe; changing it is for one thread while nobody reads.
/// </summary>
public sealed partial class VerdictTable
{
    private readonly KernelWidth width;
    private readonly int threads;

    private VerdictTable(VerdictPlan plan, CodeTable codes, int threads, KernelWidth width)
    {
        Plan = plan;
        Codes = codes;
        this.threads = threads;
        this.width = width;
    }

    /// <summary>The criteria that are decided.</summary>
    public VerdictPlan Plan { get; }

    /// <summary>Number of subjects.</summary>
    public int Rows => Codes.Rows;

    /// <summary>Bytes of all codes.</summary>
    public long CodeBytes => Codes.Bytes;

    internal CodeTable Codes { get; }

    /// <summary>Encodes the facts of all subjects.</summary>
    /// <param name="plan">The criteria.</param>
    /// <param name="source">The facts, on the application date of the plan.</param>
    /// <param name="threads">Number of threads, at least 1.</param>
    /// <param name="width">How many bits the encoders and the kernel work on; all give the same verdicts.</param>
    /// <returns>The table.</returns>
    public static VerdictTable Encode(VerdictPlan plan, IFactRows source, int threads, KernelWidth width = KernelWidth.Widest)
    {
        if (source.On != plan.On) throw new ArgumentException($"The facts are of {source.On}, the plan decides {plan.On}.", nameof(source));
        return new VerdictTable(plan, CodeTable.Encode(plan.Columns, source, threads, width), threads, width);
    }

    /// <summary>Encodes the facts of all subjects anew, as the source now holds them, in the memory at hand: for when very many have changed.</summary>
    public void Renew() => Codes.Renew(threads);

    /// <summary>Decides everything anew and counts.</summary>
    /// <returns>One count for each criterion, in the order of the plan.</returns>
    public IReadOnlyList<VerdictCount> Count() => Scan(() => new VerdictCounter(Plan)).Aggregate((all, one) => all.Add(one)).Result(Rows);

    /// <summary>Decides everything anew and counts by group: a cross-table by region, industry or tier.</summary>
    /// <param name="groups">For each row the number of its group; a negative one is left out.</param>
    /// <param name="count">Number of groups.</param>
    /// <returns>For each criterion, in the order of the plan, one count for each group.</returns>
    public IReadOnlyList<IReadOnlyList<VerdictCount>> CountBy(ReadOnlyMemory<int> groups, int count)
    {
        var sizes = new long[count];
        foreach (var group in groups.Span[..Rows])
        {
            if (group >= 0) sizes[group]++;
        }

        return Scan(() => new GroupCounter(Plan, groups, count)).Aggregate((all, one) => all.Add(one)).Result(sizes);
    }

    /// <summary>Decides everything anew and adds up what those who meet a criterion would get.</summary>
    /// <param name="amounts">One for each row.</param>
    /// <returns>One sum for each criterion, in the order of the plan.</returns>
    public IReadOnlyList<long> Sum(ReadOnlyMemory<long> amounts) =>
        Scan(() => new AmountAdder(Plan, amounts)).Aggregate((all, one) => all.Add(one)).Result();

    /// <summary>The same subjects under other criteria, without encoding a fact anew.</summary>
    /// <param name="criteria">The criteria.</param>
    /// <returns>A table on the same codes; null when the criteria look at facts or thresholds that have no codes yet.</returns>
    public VerdictTable? WithCriteria(IReadOnlyList<PlannedCriterion> criteria) =>
        Plan.OnSameCodes(criteria) is { } plan ? new VerdictTable(plan, Codes, threads, width) : null;

    /// <summary>Who enters and who leaves when a criterion changes. Only the two criteria are decided, on the codes at hand where they suffice.</summary>
    /// <param name="criterion">Position of the criterion in the plan.</param>
    /// <param name="changed">What it becomes.</param>
    /// <returns>The verdicts that differ, by row.</returns>
    public IReadOnlyList<VerdictChange> Compare(int criterion, PlannedCriterion changed)
    {
        PlannedCriterion[] both = [Plan.Criteria[criterion], changed];
        var table = WithCriteria(both) ?? Encode(VerdictPlan.Compile(both, Codes.Source.Catalogue, Plan.On), Codes.Source, threads, width);
        return [.. table.Scan(() => new ChangeLister(table.Plan, criterion)).SelectMany(lister => lister.Changes).OrderBy(change => change.Row)];
    }

    /// <summary>Decides a criterion for every subject.</summary>
    /// <param name="criterion">Position of the criterion in the plan.</param>
    /// <param name="outcome">Which outcome is looked for.</param>
    /// <returns>The rows with that outcome, in ascending order.</returns>
    public IReadOnlyList<int> List(int criterion, Outcome outcome)
    {
        var one = Plan.OfTerms([Plan.Criteria[criterion]], [Plan.Terms[criterion]]);
        return [.. Scan(one, () => new VerdictLister(one, outcome)).SelectMany(lister => lister.Rows).Order()];
    }

    /// <summary>Decides a criterion for every subject.</summary>
    /// <param name="criterion">Position of the criterion in the plan.</param>
    /// <returns>The outcome of each row.</returns>
    public Outcome[] Outcomes(int criterion)
    {
        var one = Plan.OfTerms([Plan.Criteria[criterion]], [Plan.Terms[criterion]]);
        var outcomes = new Outcome[Rows];
        Scan(one, () => new OutcomeWriter(outcomes));
        return outcomes;
    }

    /// <summary>Decides everything anew and writes every verdict.</summary>
    /// <param name="bits">Where they go.</param>
    /// <returns>The same.</returns>
    public VerdictBits Write(VerdictBits bits)
    {
        Scan(() => new VerdictBits.Writer(bits));
        return bits;
    }

    private IReadOnlyList<T> Scan<T>(Func<T> reader)
        where T : VerdictReader => Scan(Plan, reader);

    /// <summary>Runs a plan over all blocks; each thread has a reader of its own.</summary>
    internal IReadOnlyList<T> Scan<T>(VerdictPlan plan, Func<T> reader)
        where T : VerdictReader
    {
        var readers = new ConcurrentBag<T>();
        var stretches = Stretches(Codes.Blocks, threads);
        var next = -1;
        var patches = IrregularVerdicts.Of(plan, Codes);
        var isBackward = Codes.TurnRound();
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ =>
        {
            var own = reader();
            readers.Add(own);
            var kernel = plan.Rent(width);
            for (int stretch; (stretch = Interlocked.Increment(ref next)) < stretches.Count - 1;)
            {
                var (start, end) = (stretches[stretch], stretches[stretch + 1]);
                for (var place = start; place < end; place++) Read(plan, kernel, BlockAt(place), place + 1 < end ? BlockAt(place + 1) : -1, own, patches);
            }

            plan.Return(kernel);
        });
        return [.. readers];

        int BlockAt(int place) => isBackward ? Codes.Blocks - 1 - place : place;
    }

    // Long at first, so that memory is read in order, and ever shorter: the threads are to end together.
    private static List<int> Stretches(int blocks, int threads)
    {
        var starts = new List<int> { 0 };
        while (starts[^1] < blocks) starts.Add(Math.Min(blocks, starts[^1] + Math.Max(1, (blocks - starts[^1]) / (2 * threads))));
        return starts;
    }

    private void Read(VerdictPlan plan, BlockKernel kernel, int block, int following, VerdictReader reader, IrregularVerdicts patches)
    {
        kernel.Begin(Codes.Codes, block, following);
        var rows = Codes.RowsOf(block);
        foreach (var chunk in plan.Program.Chunks)
        {
            var planes = kernel.Decide(chunk);
            if (patches.In(block)) planes = patches.Apply(block, chunk, plan.Program.Order, planes);
            reader.Read(block, rows, chunk, planes);
        }
    }
}
