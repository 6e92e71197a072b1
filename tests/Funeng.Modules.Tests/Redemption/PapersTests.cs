using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Papers;
using Funeng.Modules.Tests.Support;
using static Funeng.Modules.Tests.Redemption.ApplicationsInTests;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>Papers belong to the enterprise: it deletes what was never handed in at once, what was handed in after the retention.</summary>
public sealed class PapersTests
{
    [Theory, OnBothDatabases]
    public async Task What_was_not_handed_in_goes_at_once_and_a_draft_asks_for_it_again(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.ExporterAsync("A");
        var id = await city.FilledAsync(own);
        await using (var other = city.Applicant(await city.ExporterAsync("B")))
        {
            Assert.Empty(await other.Get<DeletePapers>().ListAsync(Cancellation));
            Assert.IsType<StepResult.NotFound>(await other.Get<DeletePapers>().RunAsync(await city.CountAsync("select min(id) from held_file"), Cancellation));
        }

        await using var unit = city.Applicant(own);
        var papers = await unit.Get<DeletePapers>().ListAsync(Cancellation);
        Assert.All(papers, paper => Assert.True(paper.MayGo));
        foreach (var paper in papers) Assert.Equal(1, Assert.IsType<StepResult.Done>(await unit.Get<DeletePapers>().RunAsync(paper.File.Id, Cancellation)).Count);
        Assert.Equal(0, Assert.IsType<StepResult.Done>(await unit.Get<DeletePapers>().RunAsync(papers[0].File.Id, Cancellation)).Count);

        Assert.Equal(0, await city.CountAsync("select count(*) from held_file_content"));
        Assert.Empty(await unit.Get<DeletePapers>().ListAsync(Cancellation));
        await using var again = city.Applicant(own);
        Assert.All((await again.Get<ReadApplication>().RunAsync(id, Cancellation))!.Materials.Where(material => material.Name is Invoice or Photo), material => Assert.Equal(MaterialStanding.Needed, material.Standing));
    }

    [Theory, OnBothDatabases]
    public async Task What_was_handed_in_is_kept_while_it_is_reviewed_and_goes_once_the_application_is_withdrawn(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.ExporterAsync("A");
        var id = await city.SubmittedAsync(own);
        await using var unit = city.Applicant(own);
        var paper = (await unit.Get<DeletePapers>().ListAsync(Cancellation))[0];
        Assert.Contains("办完以前不能删", Assert.Single(Assert.IsType<StepResult.Refused>(await unit.Get<DeletePapers>().RunAsync(paper.File.Id, Cancellation)).Problems).Message, StringComparison.Ordinal);
        Assert.Equal(2, await city.CountAsync("select count(*) from held_file_content"));

        await using (var withdrawing = city.Applicant(own)) Assert.Null(await withdrawing.Get<WithdrawApplication>().RunAsync(id, "不申报了", Cancellation));

        await using var after = city.Applicant(own);
        Assert.Equal(1, Assert.IsType<StepResult.Done>(await after.Get<DeletePapers>().RunAsync(paper.File.Id, Cancellation)).Count);
        // The receipt still says what was handed in.
        Assert.Equal(1, await city.CountAsync($"select count(*) from application_submission where content like '%{paper.File.Sha256}%'"));
    }

    [Theory, OnBothDatabases]
    public async Task What_a_decision_rests_on_is_kept_for_its_years(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.ExporterAsync("A");
        var id = await city.SubmittedAsync(own);
        await city.ExecuteAsync("update application set state = 'Approved'");
        await city.ExecuteAsync("update review_act set kind = 'Approved'");
        await using var unit = city.Applicant(own);
        var paper = (await unit.Get<DeletePapers>().ListAsync(Cancellation))[0];
        Assert.Equal((id, new DateOnly(2036, 3, 2)), (Assert.Single(paper.UsedIn).Id, paper.KeptTo!.Value));
        Assert.IsType<StepResult.Refused>(await unit.Get<DeletePapers>().RunAsync(paper.File.Id, Cancellation));

        city.Time.Now = new DateTimeOffset(2036, 3, 3, 1, 0, 0, TimeSpan.Zero);
        Assert.Equal(1, Assert.IsType<StepResult.Done>(await unit.Get<DeletePapers>().RunAsync(paper.File.Id, Cancellation)).Count);
    }
}
