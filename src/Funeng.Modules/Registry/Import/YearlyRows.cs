using Funeng.Modules.Facts;

namespace Funeng.Modules.Registry.Import;

/// <summary>
/// Several rows of one enterprise. Where a column of years tells them apart they are its years: each files the figures of its own, and what has
/// no year, a head count or a title without a date, is taken from the newest row that says it. Any other second row is refused.
/// </summary>
internal static class YearlyRows
{
    public static IReadOnlyList<EnterpriseRow> Join(IReadOnlyList<EnterpriseRow> rows, SheetPlan plan)
    {
        var several = rows.Where(row => row.Code.Length > 0).GroupBy(row => row.Code).Where(group => group.Skip(1).Any()).ToList();
        if (several.Count == 0)
        {
            return rows;
        }

        var changed = several.SelectMany(group => Join([.. group], new Head(plan))).ToDictionary(row => row.Row);
        return [.. rows.Select(row => changed.GetValueOrDefault(row.Row, row))];
    }

    private static IEnumerable<EnterpriseRow> Join(List<EnterpriseRow> rows, Head head)
    {
        var years = new Dictionary<int, EnterpriseRow>();
        var first = rows[0];
        foreach (var row in rows)
        {
            if (row == first || row.Year is { } known && first.Year is not null && !years.ContainsKey(known))
            {
                if (row.Year is { } year)
                {
                    years.Add(year, row);
                }

                continue;
            }

            yield return Refuse(row, row.Year is { } taken && years.TryGetValue(taken, out var same) ? same : first, head);
        }

        var newer = new List<EnterpriseRow>();
        foreach (var row in years.OrderByDescending(pair => pair.Key).Select(pair => pair.Value))
        {
            var joined = newer.Count == 0 ? row : BesideNewer(row, newer, head);
            newer.Add(joined);
            yield return joined with { OtherYears = [.. years.Values.Where(other => other.Row != row.Row).SelectMany(other => other.Facts)] };
        }
    }

    private static EnterpriseRow Refuse(EnterpriseRow row, EnterpriseRow other, Head head)
    {
        var reason = head.Plan.Find(ColumnKind.Year) is null
            ? $"与第 {other.Row + 1} 行的统一社会信用代码重复。同一企业各年的数据可以分行写，但要加一列“年份”；否则请删去其中一行。"
            : row.Year is null || other.Year is null
                ? $"与第 {other.Row + 1} 行是同一家企业，而其中有一行没有填年份，不知道各是哪一年的。请填四位年份，或删去其中一行。"
                : $"与第 {other.Row + 1} 行都是这家企业 {row.Year} 年的数据。请删去其中一行。";
        return Report(row, head.Plan.Find(ColumnKind.Code)!, row.Code, reason);
    }

    private static EnterpriseRow BesideNewer(EnterpriseRow row, List<EnterpriseRow> newer, Head head)
    {
        row = LayFactsAside(row, newer, head);
        if (newer.Find(other => other.Titles is { Count: > 0 } || other.Facts.Any(IsTitlesChecked)) is { } speaking && row.Titles is { } titles)
        {
            row = LayTitlesAside(row with { Facts = [.. row.Facts.Where(fact => !IsTitlesChecked(fact))] }, titles, newer, speaking, head);
        }

        var newest = newer[0];
        if (head.Plan.Find(ColumnKind.Name) is { } name && row.Name.Length > 0 && newest.Name.Length > 0 && !NameMatch.IsSame(row.Name, newest.Name))
        {
            row = Report(row, name, row.Name, $"第 {newest.Row + 1} 行（{newest.Year} 年）写的是“{newest.Name}”。请各行都写现在的名称，原来的名称写在“曾用名”一列。");
        }

        if ((newest.Region, newest.Zone) != (row.Region, row.Zone) && head.Place is { } place)
        {
            row = Report(row, place, head.Plan.Sheet[row.Row, place.Index].Text, $"与第 {newest.Row + 1} 行（{newest.Year} 年）的所在地不同。请各行都写现在的所在地。");
        }

        return row with
        {
            FormerName = newer.Exists(other => other.FormerName == row.FormerName) ? null : row.FormerName,
            ShortName = newer.Exists(other => other.ShortName == row.ShortName) ? null : row.ShortName,
        };
    }

    private static EnterpriseRow LayFactsAside(EnterpriseRow row, List<EnterpriseRow> newer, Head head)
    {
        var kept = new List<RowFact>();
        foreach (var fact in row.Facts)
        {
            var other = newer.Find(other => other.Facts.Any(said => (said.Key, said.Period) == (fact.Key, fact.Period)));
            if (other is null)
            {
                kept.Add(fact);
                continue;
            }

            // Of a year the heading names, the rows must say the same; of a state the newest says what holds now.
            var isSame = other.Facts.First(said => (said.Key, said.Period) == (fact.Key, fact.Period)).Value == fact.Value;
            var column = head.Columns[fact.Column];
            row = isSame ? row
                : column.Meaning.Year is null ? row with { Otherwise = [.. row.Otherwise.Where(cell => cell.Column != fact.Column), Aside(fact.Column, other)] }
                : Report(row, column, head.Plan.Sheet[row.Row, column.Index].Text, $"与第 {other.Row + 1} 行写的 {column.Meaning.Year} 年的数不同。请核对，只留一个。");
        }

        return row with { Facts = kept };
    }

    private static EnterpriseRow LayTitlesAside(EnterpriseRow row, IReadOnlyList<HeldTitle> titles, List<EnterpriseRow> newer, EnterpriseRow speaking, Head head)
    {
        var kept = titles.Where(title => title.From is not null && !newer.Exists(other => other.Titles?.Contains(title) == true)).ToList();
        return row with
        {
            Titles = kept,
            Otherwise = titles.All(title => title.From is not null) ? row.Otherwise
                : [.. row.Otherwise.Where(cell => cell.Column != head.Titles), Aside(head.Titles, speaking)],
        };
    }

    private static bool IsTitlesChecked(RowFact fact) => fact.Key == Engines.Facts.SubjectFacts.TitlesChecked;

    private static UnderstoodCell Aside(int column, EnterpriseRow newer) => new(column, $"不采用，以第 {newer.Row + 1} 行（{newer.Year} 年）为准");

    private static EnterpriseRow Report(EnterpriseRow row, SheetColumn column, string value, string message) =>
        row with { Problems = [.. row.Problems, new CellProblem(row.Row, column.Index, column.Heading, value, message, null)] };

    private sealed class Head(SheetPlan plan)
    {
        public SheetPlan Plan => plan;

        public IReadOnlyDictionary<int, SheetColumn> Columns { get; } = plan.Columns.ToDictionary(column => column.Index);

        public int Titles { get; } = plan.Find(ColumnKind.Titles)?.Index ?? -1;

        public SheetColumn? Place { get; } = plan.Find(ColumnKind.Township) ?? plan.Find(ColumnKind.Region) ?? plan.Find(ColumnKind.Zone);
    }
}
