using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.SignIn;
using Funeng.Modules.Registry;
using Funeng.Modules.Tasks;
using Funeng.Modules.Tasks.Escalate;
using Microsoft.EntityFrameworkCore;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Funeng.Host.Demo;

/// <summary>Tasks of the demo city from <c>rules/demo/tasks.yaml</c>, given out and worked on by its demo accounts; made-up and marked so. Loaded once.</summary>
internal sealed class DemoTasks(IServiceProvider services, CancellationToken cancellation)
{
    private const string Source = "demo";
    private readonly Dictionary<string, Account> accounts = [];
    private readonly Dictionary<string, long> items = [];

    public static async Task LoadAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var file = Path.Combine(services.GetRequiredService<Installation>().RulesFolder, "demo", "tasks.yaml");
        await using var scope = services.CreateAsyncScope();
        if (!File.Exists(file) || await scope.ServiceProvider.GetRequiredService<FunengDb>().Set<TaskItem>().AnyAsync(item => item.Key.StartsWith(Source), cancellation)) return;
        using var reader = File.OpenText(file);
        var yaml = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<FileYaml>(reader);
        await new DemoTasks(services, cancellation).FillAsync(yaml);
    }

    private async Task FillAsync(FileYaml yaml)
    {
        await using (var scope = services.CreateAsyncScope())
        {
            await LinkAsync(scope.ServiceProvider, yaml.People);
        }

        foreach (var task in yaml.Tasks.Where(task => accounts.ContainsKey(task.By)))
            await MakeAsync(task);
        await ClimbAsync();
        await new DemoOrders(services, accounts, items, cancellation).FillAsync(yaml.Orders);
    }

    /// <summary>What the clock would have done since the items were given out.</summary>
    private async Task ClimbAsync()
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAs(null, "自动催办", Role.Administrator, Scope.All);
        var today = scope.ServiceProvider.GetRequiredService<CityProfile>().Today(scope.ServiceProvider.GetRequiredService<TimeProvider>());
        await scope.ServiceProvider.GetRequiredService<ClimbLadders>().RunAsync(today, cancellation);
    }

    private async Task LinkAsync(IServiceProvider unit, Dictionary<string, string> people)
    {
        var (db, callers) = (unit.GetRequiredService<FunengDb>(), unit.GetRequiredService<Callers>());
        var made = unit.GetRequiredService<DemoAccounts>().Read().Select(account => account.User).ToList();
        foreach (var account in await db.Accounts.Where(account => made.Contains(account.UserName!)).ToListAsync(cancellation))
        {
            accounts[account.UserName!] = account;
            if (people.TryGetValue(account.UserName!, out var name) && await db.Set<Person>().FirstOrDefaultAsync(person => person.Name == name, cancellation) is { } person)
                await callers.LinkAsync(account.Id, person.Id, cancellation);
        }

        await db.SaveChangesAsync(cancellation);
    }

    private async Task MakeAsync(TaskYaml yaml)
    {
        await using var scope = services.CreateAsyncScope();
        var unit = scope.ServiceProvider;
        ActAs(unit, yaml.By);
        var (db, book) = (unit.GetRequiredService<FunengDb>(), unit.GetRequiredService<TaskBook>());
        if (await ReadAsync(unit, yaml) is not { } task) return;
        var item = Require(await book.OpenAsync(task, cancellation), yaml);
        items[yaml.Key] = item.Id;
        await db.SaveChangesAsync(cancellation);
        foreach (var act in yaml.Acts.Select(act => act.Read()))
            await ActAsync(item, act, yaml);
    }

    /// <summary>Progress is reported by whoever does the work, everything else done by whoever gave it out.</summary>
    private async Task ActAsync(TaskItem item, TaskAct act, TaskYaml yaml)
    {
        await using var scope = services.CreateAsyncScope();
        var unit = scope.ServiceProvider;
        var holder = item.Owner ?? Holder.Body(item.LeadBody!.Value);
        var doers = await unit.GetRequiredService<Callers>().AccountsOfAsync(holder, item.OpenedOn, cancellation);
        var doer = act is TaskAct.Report or TaskAct.FinishStage or TaskAct.Submit ? accounts.FirstOrDefault(account => doers.Contains(account.Value.Id)).Key : null;
        ActAs(unit, doer ?? yaml.By);
        Require(await unit.GetRequiredService<TaskBook>().ActAsync(item.Id, act, cancellation), yaml);
        await unit.GetRequiredService<FunengDb>().SaveChangesAsync(cancellation);
    }

    private async Task<NewTask?> ReadAsync(IServiceProvider unit, TaskYaml yaml)
    {
        var (db, city, calendar) = (unit.GetRequiredService<FunengDb>(), unit.GetRequiredService<CityProfile>(), unit.GetRequiredService<OfficialCalendar>().Calendar);
        var today = city.Today(unit.GetRequiredService<TimeProvider>());
        var lead = yaml.Lead == "{own}" ? accounts.GetValueOrDefault("enterprise")?.Organization : await BodyAsync(db, yaml.Lead);
        if (lead is null) return null;
        var opened = calendar.Add(today, yaml.Opened).ToDateTime(new TimeOnly(9, 30));
        return new NewTask(yaml.Kind, SourceOf(yaml), yaml.Title)
        {
            Key = $"{Source}:{yaml.Key}", Level = Enum.Parse<TaskLevel>(yaml.Level), Detail = yaml.Detail, LeadBody = lead, IsSynthetic = true,
            Parent = yaml.Parent is { } parent ? items[parent] : null,
            Owner = yaml.Owner is { } post ? Holder.Post(await PostAsync(db, post)) : null,
            Cooperating = await BodiesAsync(db, yaml.Helping),
            OpenedAt = new DateTimeOffset(opened, TimeZoneInfo.FindSystemTimeZoneById(city.TimeZone).GetUtcOffset(opened)),
            Due = yaml.Due is { } due ? calendar.NextWorkday(due == 0 ? today : calendar.Add(today, due)) : null,
            Indicator = yaml.Indicator is [var name, var target, var measure]
                ? new TaskIndicator(name, decimal.Parse(target, System.Globalization.CultureInfo.InvariantCulture), measure) : null,
        };
    }

    private void ActAs(IServiceProvider unit, string user)
    {
        var account = accounts[user];
        unit.GetRequiredService<CurrentUser>().ActAs(account.Id, account.DisplayName, account.Role, account.Scope);
    }

    private static TaskSource SourceOf(TaskYaml yaml) => yaml.Source is [var kind, var title] ? new TaskSource(kind, title, title, "") : TaskSource.None;

    private async Task<long> BodyAsync(FunengDb db, string name) =>
        (await db.Set<Organization>().FirstOrDefaultAsync(body => body.Name == name, cancellation) ?? throw new InvalidDataException($"rules/demo/tasks.yaml: no organization {name}")).Id;

    private async Task<IReadOnlyList<long>> BodiesAsync(FunengDb db, IReadOnlyList<string> bodies)
    {
        var ids = new List<long>();
        foreach (var name in bodies) ids.Add(await BodyAsync(db, name));
        return ids;
    }

    private async Task<long> PostAsync(FunengDb db, string path)
    {
        var parts = path.Split('/');
        var body = await BodyAsync(db, parts[0]);
        return (await db.Set<Post>().SingleOrDefaultAsync(post => post.Organization == body && post.Title == parts[1], cancellation)
            ?? throw new InvalidDataException($"rules/demo/tasks.yaml: no post {path}")).Id;
    }

    private static TaskItem Require(TaskResult result, TaskYaml yaml) => result is TaskResult.Done done ? done.Item
        : throw new InvalidDataException($"rules/demo/tasks.yaml, {yaml.Key}: {string.Join("; ", (result as TaskResult.Refused)?.Problems.Select(problem => problem.Message) ?? ["not found"])}");

    private sealed class FileYaml
    {
        public Dictionary<string, string> People { get; set; } = [];
        public List<TaskYaml> Tasks { get; set; } = [];
        public List<OrderYaml> Orders { get; set; } = [];
    }

    private sealed class TaskYaml
    {
        public string Key { get; set; } = "";
        public string Kind { get; set; } = "";
        public string Level { get; set; } = nameof(TaskLevel.Item);
        public string? Parent { get; set; }
        public string Title { get; set; } = "";
        public string Detail { get; set; } = "";
        public List<string> Source { get; set; } = [];
        public string By { get; set; } = "";
        public string Lead { get; set; } = "";
        public string? Owner { get; set; }
        public List<string> Helping { get; set; } = [];
        public int Opened { get; set; }
        public int? Due { get; set; }
        public List<string> Indicator { get; set; } = [];
        public List<ActYaml> Acts { get; set; } = [];
    }

    private sealed class ActYaml
    {
        public string? Report { get; set; }
        public decimal? Value { get; set; }
        public string? Stage { get; set; }
        public string? Submit { get; set; }
        public string? Close { get; set; }
        public string? Pause { get; set; }

        public TaskAct Read() => this switch
        {
            { Report: { } text } => new TaskAct.Report(text, Value),
            { Stage: { } text } => new TaskAct.FinishStage(text),
            { Submit: { } text } => new TaskAct.Submit(text),
            { Close: { } text } => new TaskAct.Close(text),
            { Pause: { } text } => new TaskAct.Pause(text),
            _ => throw new InvalidDataException("rules/demo/tasks.yaml: an act is report, stage, submit, close or pause"),
        };
    }
}
