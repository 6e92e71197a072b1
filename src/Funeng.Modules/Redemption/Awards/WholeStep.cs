using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Redemption.Awards;

/// <summary>
/// One step of redemption in one transaction, done whole or not at all: what is not done, and what collides with somebody else's, leaves nothing
/// behind, in the database or in the unit of work. The first thing in it says what it holds against others: an update of the row the step is about,
/// or the mark on an enterprise (<see cref="AwardBook.TouchAsync"/>).
/// </summary>
public sealed class WholeStep(FunengDb db)
{
    /// <param name="collided">What to do when somebody else was at the same thing.</param>
    public async Task<StepResult> RunAsync(Func<Task<StepResult>> step, CancellationToken cancellation, string collided = "保存时与他人的改动相撞，什么都没有改。请看一眼现状再试。")
    {
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            var result = await step();
            if (result is not StepResult.Done) return result;
            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
            return result;
        }
        catch (Exception problem) when (WriteCollision.Is(problem))
        {
            return StepResult.Because(collided);
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }
}
