using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Registry;
using Funeng.Modules.Tasks;
using Funeng.Modules.Tasks.Supervise;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Host.Demo;

/// <summary>Supervision orders of the demo city, issued, answered, risen and told of in a circular by its demo accounts.</summary>
internal sealed class DemoOrders(IServiceProvider services, IReadOnlyDictionary<string, Account> accounts, IReadOnlyDictionary<string, long> items, CancellationToken cancellation)
{
    private const string Office = "supervisor";

    public async Task FillAsync(IReadOnlyList<OrderYaml> orders)
    {
        if (!accounts.ContainsKey(Office) || orders.Count == 0) return;
        foreach (var order in orders)
            await MakeAsync(order);
        await using var scope = services.CreateAsyncScope();
        ActAs(scope.ServiceProvider, accounts[Office]);
        var today = Today(scope.ServiceProvider);
        await scope.ServiceProvider.GetRequiredService<WriteCircular>().RunAsync(Fmt.Date(today.AddDays(-60)), Fmt.Date(today), cancellation);
    }

    private async Task MakeAsync(OrderYaml yaml)
    {
        long id;
        await using (var scope = services.CreateAsyncScope())
        {
            var unit = scope.ServiceProvider;
            ActAs(unit, accounts[Office]);
            var db = unit.GetRequiredService<FunengDb>();
            var body = await db.Set<Organization>().FirstAsync(organization => organization.Name == yaml.Body, cancellation);
            var issued = unit.GetRequiredService<OfficialCalendar>().Calendar.Add(Today(unit), yaml.Issued);
            var order = await unit.GetRequiredService<IssueOrders>().IssueAsync(
                new NewOrder(yaml.Title, yaml.Demand, body.Id) { Item = yaml.Task is { } task && items.TryGetValue(task, out var item) ? item : null, IssuedOn = issued }, cancellation);
            await db.SaveChangesAsync(cancellation);
            id = order.Id;
        }

        for (var level = 0; level < yaml.Raised; level++) await RaiseAsync(id);
        foreach (var (step, text) in yaml.Acts.Select(act => act.Read())) await StepAsync(id, step, text);
    }

    private async Task RaiseAsync(long id)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAs(null, "自动催办", Role.Administrator, Scope.All);
        var db = scope.ServiceProvider.GetRequiredService<FunengDb>();
        await scope.ServiceProvider.GetRequiredService<IssueOrders>().RaiseAsync(
            await db.Set<SupervisionOrder>().SingleAsync(order => order.Id == id, cancellation), Today(scope.ServiceProvider), cancellation);
        await db.SaveChangesAsync(cancellation);
    }

    private async Task StepAsync(long id, OrderStepKind step, string text)
    {
        await using var scope = services.CreateAsyncScope();
        var unit = scope.ServiceProvider;
        var order = await unit.GetRequiredService<FunengDb>().Set<SupervisionOrder>().AsNoTracking().SingleAsync(row => row.Id == id, cancellation);
        var members = await unit.GetRequiredService<Callers>().AccountsOfAsync(Holder.Body(order.Body), Today(unit), cancellation);
        ActAs(unit, step == OrderStepKind.Replied ? accounts.Values.First(account => members.Contains(account.Id)) : accounts[Office]);
        var result = await unit.GetRequiredService<TakeOrderStep>().RunAsync(id, step, text, order.Version, cancellation);
        if (result is not OrderResult.Taken) throw new InvalidDataException($"rules/demo/tasks.yaml, order {order.Title}: {step} was answered {result}");
    }

    private static DateOnly Today(IServiceProvider unit) => unit.GetRequiredService<CityProfile>().Today(unit.GetRequiredService<TimeProvider>());

    private static void ActAs(IServiceProvider unit, Account account) =>
        unit.GetRequiredService<CurrentUser>().ActAs(account.Id, account.DisplayName, account.Role, account.Scope);
}

internal sealed class OrderYaml
{
    public string Title { get; set; } = "";
    public string Demand { get; set; } = "";
    public string Body { get; set; } = "";
    public string? Task { get; set; }
    public int Issued { get; set; }
    public int Raised { get; set; }
    public List<OrderActYaml> Acts { get; set; } = [];
}

internal sealed class OrderActYaml
{
    public string? Reply { get; set; }
    public string? Return { get; set; }
    public string? Close { get; set; }

    public (OrderStepKind Step, string Text) Read() => this switch
    {
        { Reply: { } text } => (OrderStepKind.Replied, text),
        { Return: { } text } => (OrderStepKind.Returned, text),
        { Close: { } text } => (OrderStepKind.Closed, text),
        _ => throw new InvalidDataException("rules/demo/tasks.yaml: an act of an order is reply, return or close"),
    };
}
