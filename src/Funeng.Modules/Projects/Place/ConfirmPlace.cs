using System.Globalization;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Projects.Place;

/// <summary>An office says where a project lies: it confirms what a photo said, corrects it, or says it first. Whoever reports does not.</summary>
public sealed class ConfirmPlace(ProjectDirectory projects, FactReader reader, FactStore facts, AuditTrail audit, CurrentUser user)
{
    private const int Digits = 4, LongestNumber = 20;

    /// <param name="isSeen">The place is the one the page showed, and is confirmed: what an office said since is not taken back by it.</param>
    /// <returns>What is wrong; null when there is no such project for this account.</returns>
    public async Task<IReadOnlyList<Problem>?> RunAsync(string code, string latitude, string longitude, CancellationToken cancellation, bool isSeen = false)
    {
        if (!user.Has(Permission.ManageProjects) || await projects.FindAsync(user, code, cancellation) is not { } project) return null;
        var known = await reader.LoadSubjectAsync(project.Id, null, cancellation);
        var before = ProjectPlace.Of(known);
        var problems = new List<Problem>();
        var north = Read(known, ProjectFacts.Latitude, latitude, new("Latitude", "纬度是 3 到 54 之间的度数，例如 36.8131。"), problems);
        var east = Read(known, ProjectFacts.Longitude, longitude, new("Longitude", "经度是 73 到 136 之间的度数，例如 118.0550。"), problems);
        if (problems.Count > 0) return problems;
        if (before is { IsConfirmed: true } && (before.Latitude, before.Longitude) == (north, east)) return [];
        if (isSeen && before is { IsConfirmed: true }) return [new("", "刚刚有人更正过位置，请核对现在的位置。")];

        var act = before is null ? "登记项目位置" : (before.Latitude, before.Longitude) == (north, east) ? "确认项目位置" : "更正项目位置";
        FiledValue[] place = [new(ProjectFacts.Latitude, FeelValue.From(north)), new(ProjectFacts.Longitude, FeelValue.From(east))];
        await facts.RecordAsync(new NewFiling(project.Id, Period.State, ProjectFacts.SourceOf(ProjectFacts.Latitude), place) { Place = act }, cancellation);
        audit.Record(act, $"project:{project.Code}", "", before is null ? null : new { before.Latitude, before.Longitude }, new { Latitude = north, Longitude = east });
        await facts.PublishAsync(cancellation);
        return [];
    }

    private static decimal Read(SubjectFacts known, string key, string typed, Problem problem, List<Problem> problems)
    {
        var text = typed.Trim().TrimEnd('°', '度');
        if (text.Length <= LongestNumber && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var degrees)
            && known.Catalogue.Find(key) is { } definition && known.Catalogue.Accepts(definition, FeelValue.From(decimal.Round(degrees, Digits)))) return decimal.Round(degrees, Digits);
        problems.Add(problem);
        return 0;
    }
}
