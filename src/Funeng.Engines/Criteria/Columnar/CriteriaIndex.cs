namespace Funeng.Engines.Criteria.Columnar;

/// <summary>Which criteria look at a column, and for numbers at which cuts: a value that moves touches only those whose cuts it crosses.</summary>
internal sealed class CriteriaIndex
{
    private readonly List<(int Rank, int Criterion)>[] crossed;
    private readonly List<int>[] always;

    public CriteriaIndex(VerdictPlan plan)
    {
        crossed = [.. plan.Columns.All.Select(_ => new List<(int, int)>())];
        always = [.. plan.Columns.All.Select(_ => new List<int>())];
        for (var criterion = 0; criterion < plan.Terms.Count; criterion++) Visit(plan.Terms[criterion], criterion);
        for (var column = 0; column < crossed.Length; column++)
        {
            crossed[column] = [.. crossed[column].Distinct().Order()];
            always[column] = [.. always[column].Distinct()];
        }
    }

    /// <summary>Adds the criteria whose verdict may differ between two codes of a column; one may be added more than once.</summary>
    public void Touched(PlanColumn column, (int Low, int High) before, (int Low, int High) after, List<int> criteria)
    {
        if (before == after) return;
        criteria.AddRange(always[column.Index]);
        if (column is not NumberCodes numbers) return;
        var shift = numbers.IsWide ? 0 : 1;
        // Between missing and known anything may change.
        var isFirst = !numbers.IsWide && (before.Low == 0 || after.Low == 0);
        Cross(column.Index, isFirst ? 0 : Math.Min(before.Low, after.Low) - shift, isFirst ? int.MaxValue : Math.Max(before.Low, after.Low) - shift, criteria);
        if (numbers.IsWide) Cross(column.Index, Math.Min(before.High, after.High), Math.Max(before.High, after.High), criteria);
    }

    // The ranks above the lower up to the higher are those of the cuts between.
    private void Cross(int column, int lower, int higher, List<int> criteria)
    {
        var list = crossed[column];
        var at = list.BinarySearch((lower, int.MaxValue));
        for (var i = at < 0 ? ~at : at; i < list.Count && list[i].Rank <= higher; i++) criteria.Add(list[i].Criterion);
    }

    private void Visit(Truth term, int criterion)
    {
        switch (term)
        {
            case Truth.Flag flag:
                always[flag.Column.Index].Add(criterion);
                break;
            case Truth.OneOf one:
                always[one.Column.Index].Add(criterion);
                break;
            case Truth.Passes passes:
                crossed[passes.Column.Index].Add((passes.Column.RankOf(passes.Cut), criterion));
                break;
            case Truth.Is equal:
                crossed[equal.Column.Index].Add((equal.Column.RankOf(Cut.At(equal.Value)), criterion));
                crossed[equal.Column.Index].Add((equal.Column.RankOf(Cut.Behind(equal.Value)), criterion));
                break;
            case Truth.Reaches reaches:
                Visit(reaches.Points, criterion);
                break;
            case Truth.Not not:
                Visit(not.Operand, criterion);
                break;
            case Truth.All all:
                foreach (var operand in all.Operands) Visit(operand, criterion);
                break;
            case Truth.Some some:
                foreach (var operand in some.Operands) Visit(operand, criterion);
                break;
            case Truth.Choice choice:
                Visit(choice.Condition, criterion);
                Visit(choice.Then, criterion);
                Visit(choice.Else, criterion);
                break;
        }
    }

    private void Visit(Points points, int criterion)
    {
        switch (points)
        {
            case Points.Steps steps:
                foreach (var cut in steps.Cuts) crossed[steps.Column.Index].Add((steps.Column.RankOf(cut), criterion));
                break;
            case Points.TextSteps steps:
                always[steps.Column.Index].Add(criterion);
                break;
            case Points.Sum sum:
                foreach (var item in sum.Items) Visit(item, criterion);
                break;
            case Points.Extreme extreme:
                foreach (var item in extreme.Items) Visit(item, criterion);
                break;
            case Points.Choice choice:
                Visit(choice.Condition, criterion);
                Visit(choice.Then, criterion);
                Visit(choice.Else, criterion);
                break;
        }
    }
}
