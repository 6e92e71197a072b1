using Funeng.Engines.Planning;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Policies;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Funeng.Modules.Redemption.Review;

/// <summary>What a reviewer may do at a step.</summary>
[Flags]
public enum Answers
{
    None = 0,
    Pass = 1,
    Return = 2,
    Refuse = 4,
    Approve = 8,
}

/// <summary>One step of a route.</summary>
/// <param name="Within">Its limit in working days.</param>
/// <param name="IsScored">Experts' scores are shown to whoever decides it.</param>
public sealed record RouteStep(string Id, string Name, IReadOnlyList<Role> Roles, int Within, Answers May, bool IsScored)
{
    public WorkSpan Span => new(Within, SpanUnit.WorkDays);
}

/// <summary>Who looks at an application one after the other.</summary>
/// <param name="PaidWithin">Within how many working days after the handing-in it is promised to be paid; null for what is usual.</param>
public sealed record ReviewRoute(string Id, string Name, IReadOnlyList<RedemptionMode> Modes, IReadOnlyList<RouteStep> Steps, int? PaidWithin = null)
{
    /// <summary>Working days of all its steps together.</summary>
    public int Within => Steps.Sum(step => step.Within);
}

/// <summary>The routes of <c>rules/redemption/routes.yaml</c>.</summary>
public sealed class RouteBook
{
    private readonly Dictionary<string, ReviewRoute> byId;

    private RouteBook(IReadOnlyList<ReviewRoute> routes) => (Routes, byId) = (routes, routes.ToDictionary(route => route.Id));

    public IReadOnlyList<ReviewRoute> Routes { get; }

    public ReviewRoute? Find(string id) => byId.GetValueOrDefault(id);

    /// <summary>The route a benefit names, else that of its mode, else the first.</summary>
    public ReviewRoute Of(Benefit benefit) =>
        Find(benefit.Route) ?? Routes.FirstOrDefault(route => route.Modes.Contains(benefit.Mode)) ?? Routes[0];

    /// <summary>The steps a role decides.</summary>
    public IEnumerable<(ReviewRoute Route, int Step)> StepsOf(Role role) =>
        Routes.SelectMany(route => route.Steps.Select((step, at) => (Route: route, At: at, Step: step))).Where(one => one.Step.Roles.Contains(role)).Select(one => (one.Route, one.At));

    public static RouteBook Load(Installation installation) => Read(Path.Combine(installation.RulesFolder, "redemption", "routes.yaml"));

    internal static RouteBook Read(string file)
    {
        using var reader = File.OpenText(file);
        var yaml = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<FileYaml>(reader);
        var routes = yaml.Routes.ConvertAll(route => new ReviewRoute(
            route.Id, route.Name, route.Modes.ConvertAll(mode => Member<RedemptionMode>(mode, file)), route.Steps.ConvertAll(step => step.Read(file)), route.PaidWithin));
        foreach (var route in routes) Check(route, file);
        return routes.Count > 0 ? new RouteBook(routes) : throw new InvalidDataException($"{file}: there is no route");
    }

    // A route ends with an approval and nowhere before: or money could be promised halfway.
    private static void Check(ReviewRoute route, string file)
    {
        if (route.PaidWithin is < 1 or > 250) throw new InvalidDataException($"{file}: paidWithin of route {route.Id} is 1 to 250 working days, not {route.PaidWithin}");
        if (route.Steps.Count == 0) throw new InvalidDataException($"{file}: route {route.Id} has no step");
        for (var at = 0; at < route.Steps.Count; at++)
        {
            var (step, isLast) = (route.Steps[at], at == route.Steps.Count - 1);
            if (step.Roles.Count == 0) throw new InvalidDataException($"{file}: step {step.Id} of {route.Id} is nobody's");
            if (step.May.HasFlag(Answers.Approve) != isLast || step.May.HasFlag(Answers.Pass) == isLast)
                throw new InvalidDataException($"{file}: the last step of {route.Id} approves, every other passes on; {step.Id} does not");
        }
    }

    private static T Member<T>(string text, string file)
        where T : struct, Enum => Enum.TryParse<T>(text, ignoreCase: true, out var member) && Enum.IsDefined(member)
            ? member
            : throw new InvalidDataException($"{file}: '{text}' is none of {string.Join(", ", Enum.GetNames<T>())}");

    private sealed class FileYaml
    {
        public List<RouteYaml> Routes { get; set; } = [];
    }

    private sealed class RouteYaml
    {
        public string Id { get; set; } = "";
        public string Name { get; set; } = "";
        public List<string> Modes { get; set; } = [];
        public int? PaidWithin { get; set; }
        public List<StepYaml> Steps { get; set; } = [];
    }

    private sealed class StepYaml
    {
        public string Id { get; set; } = "";
        public string Name { get; set; } = "";
        public List<string> Roles { get; set; } = [];
        public int Within { get; set; }
        public List<string> May { get; set; } = [];
        public bool Scored { get; set; }

        public RouteStep Read(string file) => new(
            Id, Name, Roles.ConvertAll(role => Member<Role>(role, file)),
            Within is > 0 and <= 250 ? Within : throw new InvalidDataException($"{file}: step {Id} has no limit between 1 and 250 working days"),
            May.Select(may => Member<Answers>(may, file)).Aggregate(Answers.None, (all, one) => all | one), Scored);
    }
}
