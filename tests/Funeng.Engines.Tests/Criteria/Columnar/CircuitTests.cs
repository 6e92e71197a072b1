using Funeng.Engines.Criteria.Columnar;

namespace Funeng.Engines.Tests.Criteria.Columnar;

/// <summary>Whatever way a circuit asks about a code, and however the code lies in planes, the answer is that of the number itself, for every code there is.</summary>
public sealed class CircuitTests
{
    private readonly Random random = new(5);

    /// <summary>Numbers of codes on both sides of where digits become bits, and far beyond.</summary>
    public static TheoryData<int> Layouts => [.. Enumerable.Range(2, 40), 64, 100, 128, 200, 500];

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_code_reaches_a_number_as_the_number_itself_does(int codes)
    {
        var digits = CodeDigits.For(codes);
        var circuit = new Circuit(new int[digits.Planes]);
        for (var number = -1; number <= codes + 1; number++)
        {
            foreach (var plane in new[] { circuit.AtLeast(Inputs(digits), number), circuit.AtLeastByHalves(Inputs(digits), number) })
            {
                for (var code = 0; code < codes; code++) Assert.Equal(code >= number, At(circuit, plane, digits.Picture(code)));
            }
        }
    }

    [Fact]
    public void Numbers_by_halves_take_about_one_step_each()
    {
        var digits = CodeDigits.For(128);
        var circuit = new Circuit(new int[digits.Planes]);
        for (var number = 1; number < 128; number++) circuit.AtLeastByHalves(Inputs(digits), number);

        Assert.InRange(circuit.Steps.Count, 100, 150);
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_code_is_in_a_set_as_the_set_says(int codes)
    {
        var digits = CodeDigits.For(codes);
        var circuit = new Circuit(new int[digits.Planes]);
        foreach (var set in Sets(codes))
        {
            var plane = circuit.InSet(Inputs(digits), set);
            for (var code = 0; code < codes; code++) Assert.Equal(set[code], At(circuit, plane, digits.Picture(code)));
        }
    }

    // Each code alone, all but it, all but it and the first; and any.
    private IEnumerable<bool[]> Sets(int codes)
    {
        for (var one = 0; one < codes; one++)
        {
            yield return [.. Enumerable.Range(0, codes).Select(code => code == one)];
            yield return [.. Enumerable.Range(0, codes).Select(code => code != one)];
            yield return [.. Enumerable.Range(0, codes).Select(code => code != one && code != 0)];
            yield return [.. Enumerable.Range(0, codes).Select(_ => random.Next(2) == 0)];
        }
    }

    private static int[][] Inputs(CodeDigits digits) => digits.Divide(Circuit.Input(0));

    private static bool At(Circuit circuit, int plane, int picture)
    {
        if (plane <= Circuit.Ones) return plane == Circuit.Ones;
        if (circuit.StepOf(plane) is var step && step < 0) return (picture >> (plane - Circuit.Input(0)) & 1) != 0;
        var operands = circuit.Steps[step].Operands;
        return At(circuit, At(circuit, operands[0], picture) ? operands[1] : operands[2], picture);
    }
}
