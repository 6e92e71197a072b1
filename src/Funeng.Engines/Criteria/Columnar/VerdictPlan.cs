using Funeng.Engines.Facts;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>
/// Criteria compiled for one application date: which columns they look at, at which cuts, and a program that decides 512 rows at once.
/// Immutable and thread-safe. Its verdicts are those of <see cref="CriteriaEvaluator.Outcome"/>, row by row.
/// </summary>
public sealed class VerdictPlan
{
    private readonly Lazy<RowTerm[]> rowTerms;
    private readonly Lazy<CriteriaIndex> index;

    private VerdictPlan(IReadOnlyList<PlannedCriterion> criteria, ColumnSet columns, IReadOnlyList<Truth> terms, int rowByRow)
    {
        Criteria = criteria;
        Columns = columns;
        Terms = terms;
        PartsByRow = rowByRow;
        var lowering = new TermLowering(columns);
        TruthPlanes[] roots = [.. terms.Select(lowering.Lower)];
        Program = ProgramWriter.Write(lowering.Circuit, roots);
        rowTerms = new Lazy<RowTerm[]>(() => [.. terms.Select(RowTerm.Of)]);
        index = new Lazy<CriteriaIndex>(() => new CriteriaIndex(this));
    }

    /// <summary>The criteria in the order given.</summary>
    public IReadOnlyList<PlannedCriterion> Criteria { get; }

    /// <summary>The application date.</summary>
    public DateOnly On => Columns.On;

    /// <summary>Number of parts of criteria that the scalar evaluator decides row by row, when facts are encoded.</summary>
    public int PartsByRow { get; }

    /// <summary>Bytes that the codes of one subject take.</summary>
    public double BytesPerRow => Columns.BytesPerRow;

    /// <summary>Number of instructions for 512 subjects and all criteria; what several criteria share is counted once.</summary>
    public int Steps => Program.Steps;

    internal ColumnSet Columns { get; }

    internal IReadOnlyList<Truth> Terms { get; }

    /// <summary>The terms for single rows.</summary>
    internal IReadOnlyList<RowTerm> RowTerms => rowTerms.Value;

    internal CriteriaIndex Index => index.Value;

    internal BlockProgram Program { get; }

    /// <summary>A kernel for one thread.</summary>
    internal BlockKernel Rent(KernelWidth width) => BlockKernel.Create(Program, Columns.Arenas.Rent(Program.ArenaPlanes), width);

    /// <summary>Takes back what a kernel worked in.</summary>
    internal void Return(BlockKernel kernel) => Columns.Arenas.Return(kernel.Arena);

    /// <summary>Compiles criteria.</summary>
    /// <param name="criteria">The criteria.</param>
    /// <param name="catalogue">The catalogue of the facts that will be decided on; domains of missing facts are read here.</param>
    /// <param name="on">Application date; a plan decides no other.</param>
    /// <returns>The plan.</returns>
    public static VerdictPlan Compile(IReadOnlyList<PlannedCriterion> criteria, FactCatalogue catalogue, DateOnly on)
    {
        var columns = new ColumnSet(catalogue, on);
        var (terms, rowByRow, _) = Read(criteria, columns);
        columns.Fix();
        return new VerdictPlan(criteria, columns, terms, rowByRow);
    }

    /// <summary>Other criteria over the same columns and cuts, to be decided on codes that are there; null when they look at anything new.</summary>
    /// <param name="criteria">The criteria.</param>
    /// <returns>The plan, or null when facts have to be encoded anew.</returns>
    public VerdictPlan? OnSameCodes(IReadOnlyList<PlannedCriterion> criteria)
    {
        var (terms, rowByRow, isNew) = Read(criteria, Columns);
        return isNew ? null : new VerdictPlan(criteria, Columns, terms, rowByRow);
    }

    internal VerdictPlan OfTerms(IReadOnlyList<PlannedCriterion> criteria, IReadOnlyList<Truth> terms) => new(criteria, Columns, terms, 0);

    private static (List<Truth> Terms, int RowByRow, bool IsNew) Read(IReadOnlyList<PlannedCriterion> criteria, ColumnSet columns)
    {
        var readers = new Dictionary<Scheme, TermReader>(ReferenceEqualityComparer.Instance);
        var terms = new List<Truth>();
        foreach (var criterion in criteria)
        {
            if (!readers.TryGetValue(criterion.Scheme, out var reader)) readers[criterion.Scheme] = reader = new TermReader(criterion.Scheme, columns);
            terms.Add(reader.Decision(criterion.Decision));
        }

        return (terms, readers.Values.Sum(reader => reader.RowByRow), readers.Values.Any(reader => reader.NeedsNewLayout));
    }
}
