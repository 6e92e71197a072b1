using System.Globalization;
using System.Text;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Registry;
using Funeng.Modules.Registry.Import;

namespace Funeng.Modules.Tests.Support;

/// <summary>An import by hand as the page makes it: upload, look, correct, write, undo.</summary>
internal static class Uploads
{
    public static readonly DateOnly On = new(2026, 3, 2);

    public static async Task<long> UploadAsync(this TestInstallation city, string csv, string source = "import")
    {
        await using var unit = city.As();
        var result = await unit.Get<ImportWizard>().UploadAsync("企业.csv", new MemoryStream(Encoding.UTF8.GetBytes(csv)), source, On, CancellationToken.None);
        return long.Parse(Assert.IsType<WizardResult.GoOn>(result).Address["/import/".Length..], CultureInfo.InvariantCulture);
    }

    /// <summary>What the page reads from the form is merged into what was corrected before; what is asked so far is let stand.</summary>
    public static async Task CorrectAsync(this TestInstallation city, long id, bool write = true, (string Place, string Text)[]? cells = null, (string Place, string Answer)[]? answers = null)
    {
        var run = await city.RunAsync(id);
        var known = run.ReadCorrections();
        foreach (var (place, text) in cells ?? [])
        {
            known.Cells[place] = text;
        }

        foreach (var (place, answer) in answers ?? [])
        {
            known.Answers[place] = answer;
        }

        await using var unit = city.As();
        Assert.IsType<WizardResult.GoOn>(await unit.Get<ImportWizard>().CorrectAsync(id, known with { Accepting = run.ReadSummary().Open }, write, CancellationToken.None));
    }

    public static async Task WriteAsync(this TestInstallation city, string csv, string source = "import") => await city.CorrectAsync(await city.UploadAsync(csv, source));

    public static async Task<ImportRun> RunAsync(this TestInstallation city, long id)
    {
        await using var unit = city.As();
        return (await unit.Get<ImportRuns>().FindAsync(id, CancellationToken.None))!;
    }

    public static async Task UndoAsync(this TestInstallation city, long id)
    {
        await using var unit = city.As();
        Assert.IsType<WizardResult.GoOn>(await unit.Get<ImportWizard>().UndoAsync(id, "导错了文件", CancellationToken.None));
    }

    public static async Task<Organization?> EnterpriseAsync(this TestInstallation city, string code)
    {
        await using var unit = city.As();
        return await unit.Get<OrganizationDirectory>().FindAsync(Scope.All, code, CancellationToken.None);
    }

    public static async Task<string[]> OtherNamesAsync(this TestInstallation city, string code)
    {
        var organization = await city.EnterpriseAsync(code);
        await using var unit = city.As();
        return [.. (await unit.Get<OrganizationDirectory>().NamesAsync(organization!.Id, CancellationToken.None)).Select(name => name.Name)];
    }

    public static async Task<long> CountAsync(this TestInstallation city, string sql) => Convert.ToInt64(await city.ScalarAsync(sql), CultureInfo.InvariantCulture);

    /// <summary>The tables of a SQLite city that have a column of this name.</summary>
    public static async Task<IReadOnlyList<string>> TablesWithAsync(this TestInstallation city, string column)
    {
        await using var connection = await city.Database().OpenAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = $"select t.name from sqlite_master t join pragma_table_info(t.name) c where t.type = 'table' and c.name = '{column}'";
        await using var reader = await command.ExecuteReaderAsync();
        var tables = new List<string>();
        while (await reader.ReadAsync())
        {
            tables.Add(reader.GetString(0));
        }

        return tables;
    }
}
