using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Projects;
using Funeng.Modules.Projects.Clinic;
using Funeng.Modules.Projects.Problems;
using Funeng.Modules.Registry;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Host.Demo;

/// <summary>
/// Made-up cases of the project clinic in every state, with offices, clocks and prescriptions: two rounds that are over, so that there are past cases to compare with,
/// and one under way. Days are counted in working days from today, so that some are always late. Loaded once, after accounts and tasks.
/// </summary>
internal sealed class DemoClinic(IServiceProvider provider, CancellationToken cancellation)
{
    private const string Asker = "演示业主联系人";

    // How far each goes, how many working days ago it was reported, and the words. The cured ones come back in other words: that is what past cases are for.
    private static readonly Made[] All =
    [
        new(ClinicState.Closed, -38, 0, ProblemClass.Utilities, ClinicUrgency.Urgent, "厂区外10千伏电源接入点没有确定", "供电方案没有批复，设备已经到货，没有电不能调试。", "供电通道和接入点由两个部门各管一段，没有人牵头", ["明确接入点并批复供电方案", "完成通道勘察和施工"], "电源已接入，设备开始调试"),
        new(ClinicState.Closed, -36, 1, ProblemClass.Procedures, ClinicUrgency.Usual, "施工许可等待人防审查意见", "图审已通过，人防异地建设费标准有不同理解。", "收费标准理解不一", ["出具人防审查意见", "办理施工许可"], "施工许可证已发"),
        new(ClinicState.Closed, -33, 2, ProblemClass.Funds, ClinicUrgency.Urgent, "项目贷款审批没有完成，设备款有缺口", "已签购置合同，首付款月底到期。", "抵押物评估口径不一致", ["协调银行按在建工程评估", "对接技改贷款贴息"], "贷款已放款"),
        new(ClinicState.Closed, -30, 3, ProblemClass.Land, ClinicUrgency.Critical, "地块内管线迁改方案没有确定", "天然气管线穿过主厂房基础，已停工。", "权属单位对迁改费用分担有分歧", ["确定迁改方案和费用分担", "完成管线迁改"], "管线已迁改，恢复施工"),
        new(ClinicState.Refused, -28, 4, ProblemClass.Market, ClinicUrgency.Usual, "下游客户压价，希望协调订单", "主要客户要求降价两成。", "属于正常的商业谈判，请联系产业链链办参加供需对接", [], ""),
        new(ClinicState.Rating, -14, 5, ProblemClass.Environment, ClinicUrgency.Urgent, "挥发性有机物总量指标没有落实", "环评已受理，缺总量指标。", "县内没有可用的减排量", ["由市级统筹调剂总量指标"], "指标已下达"),
        new(ClinicState.Review, -12, 6, ProblemClass.Utilities, ClinicUrgency.Usual, "厂区门前雨水管网没有接通", "雨季厂区积水。", "市政管网与厂区标高没有衔接", ["完成雨水管网接驳"], ""),
        new(ClinicState.Treating, -9, 7, ProblemClass.Land, ClinicUrgency.Urgent, "用地预审卡在永久基本农田调整", "规划调整方案上报后没有反馈。", "调整方案缺占补平衡指标", ["补齐占补平衡指标", "上报规划调整方案"], ""),
        new(ClinicState.Treating, -8, 8, ProblemClass.Funds, ClinicUrgency.Critical, "设备尾款逾期，供应商停止调试", "还差 1,800 万元，投产日期要推迟。", "技改补助没有拨付到位", ["拨付第一批技改补助", "协调银行给予过桥贷款"], "") { Leader = true },
        new(ClinicState.Consulting, -3, 9, ProblemClass.Energy, ClinicUrgency.Urgent, "能耗指标尚缺1.2万吨标准煤", "节能审查已报，县里没有余量。", "", [], ""),
        new(ClinicState.Consulting, -7, 10, ProblemClass.Procedures, ClinicUrgency.Critical, "消防验收和规划核实意见互相等待", "两个部门都要求对方先出意见，投产在即。", "", [], "") { Leader = true },
        new(ClinicState.Reported, -1, 11, ProblemClass.Utilities, ClinicUrgency.Urgent, "新厂房电源接入点没有着落", "供电方案等批复，设备下月到货。", "", [], ""),
        new(ClinicState.Reported, 0, 0, ProblemClass.Procedures, ClinicUrgency.Usual, "临时用地到期需要延期", "钢结构堆场占用的临时用地月底到期。", "", [], ""),
    ];

    private FunengDb Db => provider.GetRequiredService<FunengDb>();

    private IdSource Ids => provider.GetRequiredService<IdSource>();

    private OfficialCalendar Calendar => provider.GetRequiredService<OfficialCalendar>();

    private DateOnly Today => provider.GetRequiredService<CityProfile>().Today(provider.GetRequiredService<TimeProvider>());

    public static async Task LoadAsync(IServiceProvider provider, CancellationToken cancellation)
    {
        if (!await provider.GetRequiredService<FunengDb>().Set<ClinicCase>().AnyAsync(cancellation))
            await new DemoClinic(provider, cancellation).FillAsync();
    }

    private async Task FillAsync()
    {
        var offices = await Db.Set<Organization>().AsNoTracking().Where(body => body.Kind == OrganizationKind.Department).OrderBy(body => body.Code).ToListAsync(cancellation);
        var leaders = await (from post in Db.Set<Post>() where post.Title.Contains("市长") orderby post.Rank select post.Id).ToListAsync(cancellation);
        var projects = await Db.Set<Project>().AsNoTracking().Where(project => project.IsSynthetic).OrderBy(project => project.Code).Take(60).ToListAsync(cancellation);
        if (offices.Count < 3 || projects.Count == 0) return;
        // All or nothing: what has a clock is saved on the way, and a start that finds a case makes no more.
        await using var transaction = await Db.Database.BeginTransactionAsync(cancellation);
        var rounds = new[] { Round(1, -42, -35, -33), Round(2, -20, -12, -10), Round(3, -6, 4, 6) };
        Db.AddRange(rounds);
        foreach (var (made, index) in All.Select((made, index) => (made, index)))
            await MakeAsync(made, index, projects[made.Project * 5 % projects.Count], rounds, offices, leaders);
        await Db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        Db.ChangeTracker.Clear();
    }

    private ClinicRound Round(int number, int opens, int closes, int sits) =>
        new() { Id = Ids.Next(), Zone = "", Number = number, OpensOn = Day(opens), ClosesOn = Day(closes), SitsOn = Day(sits), Maker = "演示城市生成器" };

    private async Task MakeAsync(Made made, int index, Project project, ClinicRound[] rounds, List<Organization> offices, List<long> leaders)
    {
        var on = Day(made.Ago);
        var (lead, round) = (DemoOffices.For(offices, made.Class, made.Title), made.Ago < -26 ? rounds[0] : made.Ago < -11 ? rounds[1] : rounds[2]);
        var isTriaged = made.State != ClinicState.Reported;
        var it = new ClinicCase
        {
            Id = Ids.Next(), Number = $"诊〔{on.Year}〕{index + 1}号", Project = project.Id, ProjectName = project.Name, ProjectStage = project.Stage ?? "", Region = project.Region, Zone = project.Zone,
            Owner = project.Owner, OwnerName = project.OwnerName, Title = made.Title, Detail = made.Detail, Class = made.Class, Urgency = made.Urgency, Contact = Asker, Phone = "0000-0000000",
            ReporterName = Asker, ReportedAt = At(on), BegunAt = At(on), ReportedOn = on, State = made.State, Round = isTriaged && made.State != ClinicState.Refused ? round.Id : null, Lead = isTriaged ? lead.Id : null,
            LeadName = isTriaged ? lead.Name : "", TriagedOn = isTriaged ? Day(made.Ago + 1) : null, Diagnosis = made.State == ClinicState.Refused ? "" : made.Diagnosis, IsSynthetic = true,
        };
        Db.Add(it);
        Note(it, ClinicEntryKind.Reported, it.Title, made.Ago);
        if (made.State == ClinicState.Refused) Refuse(it, made);
        else await TreatAsync(it, made, index, lead, offices, leaders);
    }

    private void Refuse(ClinicCase it, Made made)
    {
        (it.Result, it.ClosedOn, it.Workdays, it.LeadName, it.Lead) = (made.Diagnosis, Day(made.Ago + 1), 1, "", null);
        Note(it, ClinicEntryKind.Refused, made.Diagnosis, made.Ago + 1);
    }

    private async Task TreatAsync(ClinicCase it, Made made, int index, Organization lead, List<Organization> offices, List<long> leaders)
    {
        var isClosed = made.State == ClinicState.Closed;
        if (!isClosed) await AdvanceAsync(await OpenAsync(it, "clinic", $"case-1-{index}", it.Title, lead.Id, null, made.Ago), made.State);
        if (made.State == ClinicState.Reported) return;
        Note(it, ClinicEntryKind.Triaged, $"{it.LeadName}牵头", made.Ago + 1);
        var isAnswered = made.State > ClinicState.Consulting;
        foreach (var (office, at) in DemoOffices.Asked(offices, made.Class, lead).Select((office, at) => (office, at)))
            await AskAsync(it, office, made.Ago + 1, isAnswered || at == 0 && index % 2 == 1, at + 1);
        if (made.Leader && leaders.Count > 0) await RaiseAsync(it, Holder.Post(leaders[index % leaders.Count]), made, isAnswered);
        if (!isAnswered) return;
        it.PrescribedOn = Day(made.Ago + 4);
        Note(it, ClinicEntryKind.Prescribed, made.Diagnosis, made.Ago + 4);
        foreach (var (measure, number) in made.Measures.Select((measure, number) => (measure, number)))
            await StepAsync(it, made, measure, number, DemoOffices.For(offices, made.Class, measure));
        Finish(it, made);
    }

    private async Task AskAsync(ClinicCase it, Organization office, int day, bool isAnswered, int asked)
    {
        var row = new Consultation
        {
            Id = Ids.Next(), ClinicCase = it.Id, Course = 1, Office = office.Id, OfficeName = office.Name, AskedOn = Day(day), Question = "请提出能否解决、怎样解决的意见。",
            Stance = isAnswered ? asked == 1 ? Stance.Possible : Stance.Conditional : null, Opinion = isAnswered ? asked == 1 ? "属本部门职责，可以解决。" : "需牵头单位先明确方案，我部门同步办理。" : "",
            AnsweredOn = isAnswered ? Day(day + 1 + asked) : null, AnsweredBy = isAnswered ? "演示经办人" : "",
        };
        Db.Add(row);
        if (isAnswered) Note(it, ClinicEntryKind.Answered, $"{office.Name}：{row.Opinion}", day + 1 + asked);
        else await OpenAsync(it, "consultation", row.TaskKey, $"会诊：{it.Title}", office.Id, null, day);
    }

    private async Task RaiseAsync(ClinicCase it, Holder leader, Made made, bool isDecided)
    {
        var name = (await provider.GetRequiredService<HolderNames>().OfAsync([leader], Today, cancellation)).GetValueOrDefault(leader)?.Line;
        if (name is null) return;
        (it.LeaderName, it.RaisedOn, it.DecidedOn) = (name, Day(made.Ago + 2), isDecided ? Day(made.Ago + 4) : null);
        Note(it, ClinicEntryKind.Raised, $"{name}：部门意见不一致，请领导协调", made.Ago + 2);
        await provider.GetRequiredService<DutyBook>().AssignAsync(new NewDuty(it.Source, ClinicSight.Leader, leader, Day(made.Ago + 2), "提请顶格接洽（演示）"), cancellation);
        if (!isDecided) await OpenAsync(it, "reception", $"reception-1-{leader.Id}", $"顶格接洽：{it.Title}", it.Lead, leader, made.Ago + 2);
    }

    private async Task StepAsync(ClinicCase it, Made made, string measure, int number, Organization office)
    {
        var isDone = made.State > ClinicState.Treating || number == 1;
        var step = new PrescriptionStep
        {
            Id = Ids.Next(), ClinicCase = it.Id, Course = 1, Position = number + 1, Measure = measure, Office = office.Id, OfficeName = office.Name, DueOn = Day(made.Ago + 8 + number * 3),
            DoneOn = isDone ? Day(Math.Min(0, made.Ago + 7 + number * 2)) : null, Result = isDone ? "已办结" : "",
        };
        Db.Add(step);
        if (!isDone) await OpenAsync(it, "prescription", step.TaskKey, measure, office.Id, null, made.Ago + 4, step.DueOn);
    }

    private void Finish(ClinicCase it, Made made)
    {
        if (made.State == ClinicState.Review) it.RevisitOn = Day(2);
        if (made.State < ClinicState.Rating) return;
        (it.SolvedOn, it.Result) = (Day(made.Ago + 11), made.Result);
        Note(it, ClinicEntryKind.Revisited, $"已解决：{made.Result}", made.Ago + 11);
        if (made.State != ClinicState.Closed) return;
        (it.ClosedOn, it.Workdays, it.RatedOn, it.RatedBy) = (Day(made.Ago + 12), 11, Day(made.Ago + 12), Asker);
        it.Rating = made.Urgency == ClinicUrgency.Usual ? ClinicRating.Acceptable : ClinicRating.Satisfied;
        Note(it, ClinicEntryKind.Closed, made.Result, made.Ago + 12);
    }

    private async Task<TaskItem> OpenAsync(ClinicCase it, string kind, string key, string title, long? lead, Holder? owner, int ago, DateOnly? due = null)
    {
        var task = new NewTask(kind, it.Source, title) { Key = key, LeadBody = lead, Owner = owner, Due = due, OpenedAt = At(Day(ago)), Region = it.Region, Zone = it.Zone, IsSynthetic = true, IsAsked = true };
        return await provider.GetRequiredService<TaskBook>().OpenAsync(task, cancellation) switch
        {
            TaskResult.Done done => done.Item,
            TaskResult.Refused refused => throw new InvalidOperationException($"demo clinic, {title}: {refused.Problems[0].Message}"),
            _ => throw new InvalidOperationException($"demo clinic, {title}: not opened"),
        };
    }

    /// <summary>The clock of the whole stands where the case does. The item is not saved yet, so it is saved first.</summary>
    private async Task AdvanceAsync(TaskItem item, ClinicState state)
    {
        await Db.SaveChangesAsync(cancellation);
        var book = provider.GetRequiredService<TaskBook>();
        if (state >= ClinicState.Treating) await book.ActAsync(item.Id, new TaskAct.Extend(Day(4), "按处方措施的最晚期限（演示）"), cancellation);
        foreach (var text in new[] { (ClinicState.Consulting, "已分诊"), (ClinicState.Treating, "已开处方"), (ClinicState.Rating, "已解决，等提出人评价") }.Where(pair => state >= pair.Item1).Select(pair => pair.Item2))
            await book.ActAsync(item.Id, new TaskAct.FinishStage(text), cancellation);
    }

    private void Note(ClinicCase it, ClinicEntryKind kind, string text, int ago) =>
        Db.Add(new ClinicEntry { Id = Ids.Next(), ClinicCase = it.Id, Kind = kind, At = At(Day(ago)), Who = "演示经办人", Text = text });

    private DateOnly Day(int workdays) => workdays == 0 ? Today : Calendar.Calendar.Add(Today, workdays);

    private static DateTimeOffset At(DateOnly day) => new(day.ToDateTime(new TimeOnly(9, 30)), TimeSpan.FromHours(8));

    /// <param name="Ago">Working days from today, not positive.</param>
    /// <param name="Project">Picks the project; 0 is the demo enterprise's own.</param>
    private sealed record Made(
        ClinicState State, int Ago, int Project, ProblemClass Class, ClinicUrgency Urgency, string Title, string Detail, string Diagnosis, string[] Measures, string Result)
    {
        public bool Leader { get; init; }
    }
}
