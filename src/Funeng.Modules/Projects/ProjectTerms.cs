using System.Globalization;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Lists;
using Funeng.Modules.Projects.Ones;

namespace Funeng.Modules.Projects;

/// <summary>The names projects add to the conditions of lists: what the plan asks for by a day, and how long nobody has reported.</summary>
internal sealed class ProjectTerms(FunengDatabase database) : IListTerms
{
    private const string Due = "projectDue", Silent = "projectSilentDays", Kind = "projectKind", Nature = "projectNature", Lacking = "projectSixOnesLacking", Open = "projectOpenProblems", Overdue = "projectOverdueProblems";

    // Leader, office, guarantor and owner to the end; the plan is the fifth, and the sixth, the project, is there.
    private const long Duties = 4;

    public IReadOnlyList<FactDefinition> Terms { get; } =
    [
        Of(Due, "截至当日应完成投资", FactType.Number) with { Unit = "元", Domain = ">= 0" },
        Of(Silent, "未报进度天数", FactType.Integer) with { Unit = "天", Domain = ">= 0" },
        Of(Kind, "项目类别", FactType.Text) with { Choices = [.. Enum.GetValues<ProjectKind>().Select(kind => new FactChoice(kind.DisplayName(), kind.DisplayName()))] },
        Of(Lacking, "六个一缺项数", FactType.Integer) with { Unit = "项", Domain = "[0..6]" },
        Of(Open, "未解决问题数", FactType.Integer) with { Unit = "项", Domain = ">= 0" },
        Of(Overdue, "超期问题数", FactType.Integer) with { Unit = "项", Domain = ">= 0" },
        Of(Nature, "建设性质", FactType.Text) with { Choices = [new("新建", "新建"), new("续建", "续建")] },
    ];

    public async Task<IReadOnlyDictionary<long, IReadOnlyList<KeyValuePair<string, FeelValue>>>> ReadAsync(
        IReadOnlyDictionary<long, SubjectFacts> subjects, DateOnly day, CancellationToken cancellation)
    {
        var values = new Dictionary<long, IReadOnlyList<KeyValuePair<string, FeelValue>>>();
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.AddParameter("year", day.Year);
        command.AddParameter("day", day);
        command.AddParameter("month", day.Month);
        command.AddParameter("over", TenDays.PartsOver(day));
        var ids = string.Join(',', subjects.Keys.Select(id => id.ToString(CultureInfo.InvariantCulture)));
        command.CommandText =
            $"""
            select p.id, p.kind, p.nature, {DueInvestment.Sql},
                (select count(distinct d.role) from duty d where d.source_kind = 'project' and d.source_key = p.code and d.role in ('{SixOnes.Leader}', '{SixOnes.Office}', '{SixOnes.Guarantor}', '{SixOnes.Owner}') and d.from_on <= @day and (d.to_on is null or d.to_on >= @day)
                    and (d.holder_kind <> 'Post' or exists (select 1 from tenure h where h.post = d.holder_id and h.from_on <= @day and (h.to_on is null or h.to_on >= @day)))),
                case when exists (select 1 from project_node n where n.project = p.id) then 1 else 0 end,
                (select count(*) from project_problem b where b.project = p.id and b.raised_on <= @day and (b.closed_on is null or b.closed_on > @day)),
                (select count(*) from project_problem b where b.project = p.id and b.raised_on <= @day and (b.closed_on is null or b.closed_on > @day) and b.due_on < @day)
            from project p left join project_target t on t.project = p.id and t.year = @year where p.id in ({ids}) group by p.id, p.code, p.kind, p.nature
            """;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var id = reader.GetInt64(0);
            var own = new List<KeyValuePair<string, FeelValue>>
            {
                new(Kind, FeelValue.From(Enum.Parse<ProjectKind>(reader.GetString(1)).DisplayName())),
                new(Nature, FeelValue.From(Enum.Parse<ProjectNature>(reader.GetString(2)).DisplayName())),
            };
            own.Add(new(Lacking, FeelValue.From(Duties + 1 - reader.GetInt64(4) - Convert.ToInt64(reader.GetValue(5), CultureInfo.InvariantCulture))));
            own.Add(new(Open, FeelValue.From(reader.GetInt64(6))));
            own.Add(new(Overdue, FeelValue.From(reader.GetInt64(7))));
            if (!reader.IsDBNull(3))
                own.Add(new(Due, FeelValue.From(Convert.ToDecimal(reader.GetValue(3), CultureInfo.InvariantCulture) / 100m)));
            if (SilentDays(subjects[id], day) is { } days)
                own.Add(new(Silent, FeelValue.From((long)days)));
            values[id] = own;
        }

        return values;
    }

    // What the plan does not say is missing, not nothing.
    public FeelValue Otherwise(FactDefinition term) => FeelValue.Null;

    /// <summary>Days since the last report; of a project never reported on, since it entered its stage.</summary>
    private static int? SilentDays(SubjectFacts facts, DateOnly day)
    {
        var last = ProjectFacts.Day(facts, ProjectFacts.ReportedOn);
        var entered = ProjectFacts.Day(facts, ProjectFacts.StageOn);
        var since = last > entered || entered is null ? last : entered;
        return since is { } from ? Math.Max(0, day.DayNumber - from.DayNumber) : null;
    }

    private static FactDefinition Of(string key, string name, FactType type) =>
        new(key, name, name, type, new FactOrigin.Filed(PerYear: false)) { Subject = ProjectsModule.Subject };
}

/// <summary>
/// What the monthly targets ask for by a day: the months that are over, and of the present one a third for each ten-day period that is over.
/// In SQL over <c>project_target t</c> joined for one year, with the parameters month and over; fen, rounded down; null without targets.
/// </summary>
internal static class DueInvestment
{
    public const string Sql = "sum(case when t.id is null then null when t.month < @month then t.plan_fen when t.month = @month then t.plan_fen * @over / 3 else 0 end)";
}
